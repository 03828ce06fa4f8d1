"""Which promises hold for a case."""

import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest

from statutes import law
from statutes.asking import instant
from statutes.refusals import NotCountable


def chosen(jurisdiction: str, line: str, case_type: str, at: str, *circumstances: str) -> list[str]:
    found = law().promises_for(
        jurisdiction, line, case_type, instant(at), circumstances=circumstances
    )
    return [entry.id for entry in found]


def test_a_complaint_in_spain_is_under_the_law_of_the_day_it_was_filed() -> None:
    before = chosen("es", "home", "complaints", "2025-12-27T23:59+01:00")
    after = chosen("es", "home", "complaints", "2025-12-28T00:00+01:00")

    assert "ES-CMP-OLD" in before
    assert "ES-CMP" not in before
    assert "ES-CMP" in after
    assert "ES-CMP-OLD" not in after


def test_the_day_of_a_case_is_the_one_on_the_wall_where_it_is() -> None:
    assert "ES-CMP" in chosen("es", "home", "complaints", "2025-12-27T23:30+00:00")


def test_a_case_has_the_promises_of_its_line_and_of_the_lines_above() -> None:
    life = chosen("cn", "life", "claims", "2026-02-05T10:00+08:00")
    motor = chosen("cn", "compulsory_motor", "claims", "2026-02-05T10:00+08:00")

    assert "CN-23A" in life
    assert "CN-23A" in motor
    assert "CN-MTPL-5" in motor
    assert "CN-MTPL-5" not in life


def test_our_own_promises_stand_beside_the_law_they_better() -> None:
    assert "YB-CN-23A" in chosen("CN", "life", "claims", "2026-02-05T10:00+08:00")
    assert "YB-CN-23A" not in chosen("ES", "life", "claims", "2026-02-05T10:00+08:00")
    assert "YB-COMPLAINT" in chosen("ES", "life", "complaints", "2026-02-05T10:00+08:00")


def test_what_holds_only_in_some_circumstances_is_chosen_only_then() -> None:
    at = "2026-02-05T10:00+01:00"

    assert "ES-DIST-14" not in chosen("es", "motor", "cooling_off", at)
    assert "ES-DIST-14" in chosen("es", "motor", "cooling_off", at, "distance_contract")


def test_rules_without_a_number_are_chosen_like_promises() -> None:
    rules = law().rules_for("es", "home", "complaints", instant("2026-02-05T10:00+01:00"))

    assert "ES-CMP-V" in [rule.id for rule in rules]


@pytest.mark.parametrize(
    "framework",
    ["pydantic", "sqlalchemy", "fastapi", "typer", "rich", "chassis", "holidays", "asyncio"],
)
def test_importing_the_library_and_reading_all_law_pulls_in_no_framework(framework: str) -> None:
    program = f"import sys, statutes; statutes.law(); sys.exit({framework!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_promises_of_our_own_are_counted_where_it_is_asked_and_no_law_is_moved() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    found = law().counted_in("COMPANY", madrid)

    moved = {one.id for one in found.entries.values() if one.zone != law().entry(one.id).zone}

    assert moved == {one.id for one in law().pack("COMPANY").entries}
    assert {one.zone for one in found.pack("COMPANY").entries} == {madrid}
    with pytest.raises(NotCountable):
        law().counted_in("CN", madrid)
