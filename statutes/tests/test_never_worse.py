"""Promises that look better than a law and are not: each is refused with the reason."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes import BadPack, Entry, Unit, law, reckon, with_promises
from statutes.better import not_worse
from statutes.examples import an_entry
from statutes.refusals import Refused

HEAD = """
[pack]
jurisdiction = "OURS"
owner = "contract"
name = { en = "a", es = "b", zh = "c" }
zone = "Europe/Madrid"
calendar = "OFFICE"
text_date = 2026-01-01
"""


def betters(name: str, **changes: object) -> str:
    """A pack with a promise that says it betters this law, and differs from it in `changes`."""
    entry = law().entry(name)
    values: dict[str, object] = {
        "length": entry.length.number,
        "unit": entry.length.unit.value,
        "effect": entry.consequence.effect.value,
        "repeats": str(entry.repeats).lower(),
        "since": max(entry.validity.since, datetime(2000, 1, 1).date()),  # noqa: DTZ001 - a date
        "more": "",
    }
    values |= changes
    lines = ", ".join(f'"{line}"' for line in entry.lines)
    words = 'en = "a"\nes = "b"\nzh = "c"'
    later = f"or_later = {list(entry.or_later)}" if entry.or_later else ""
    return f"""{HEAD}
[[entry]]
id = "YB-X"
betters = "{name}"
lines = [{lines}]
case_type = "{entry.case_type}"
kind = "{entry.kind.value}"
start = "{entry.start}"
{later}
length = {values["length"]}
unit = "{values["unit"]}"
repeats = {values["repeats"]}
citation = "Our wording"
source = ["ours"]
grade = "A"
valid_from = {values["since"]}
{values["more"]}
[entry.obligation]
{words}
[entry.consequence]
kind = "{values["effect"]}"
{words}
"""


@pytest.mark.parametrize(
    ("pack", "key"),
    [
        (betters("IN-CASH-APPROVAL", length=0, unit="calendar_day"), "length"),
        (betters("CN-37", length=1, unit="month"), "length"),
        (betters("DE-38", more='calendar = "EU"'), "calendar"),
        (betters("CN-23A", repeats="true"), "repeats"),
        (betters("UT-45", repeats="false"), "repeats"),
        (betters("CN-J3-8", effect="none"), "consequence.kind"),
        (betters("ES-CMP", since="2020-01-01"), "valid_from"),
        (betters("ES-18", length=960, unit="hour"), "length"),
    ],
)  # fmt: skip
def test_what_could_be_worse_on_some_day_is_refused(pack: str, key: str) -> None:
    with pytest.raises(BadPack, match=rf"ours\.toml: YB-X\.{key}: "):
        with_promises(law(), pack, "ours.toml")


@pytest.mark.parametrize("name", ["CN-23A", "CN-37", "DE-38", "UT-45", "ES-18", "IN-CASH-APPROVAL"])
def test_the_same_as_the_law_is_not_worse(name: str) -> None:
    assert "YB-X" in with_promises(law(), betters(name), "ours.toml").entries


def test_a_promise_beside_a_law_that_has_ended_is_refused() -> None:
    old = law().entry("ES-CMP-OLD")
    also = 'also = [{ name = "consumer", length = 1, unit = "month" }]\nwhichever = "earlier"'

    with pytest.raises(BadPack, match=r"valid_from: ES-CMP-OLD is not in force all that time"):
        with_promises(law(), betters(old.id, since="2027-01-01", more=also), "ours.toml")


def test_a_pause_longer_than_the_law_allows_is_refused() -> None:
    ten, more = ({"length": days, "unit": "calendar_day"} for days in (10, 99))

    def paused(longest: dict[str, object]) -> Entry:
        return an_entry(pause=[{"reason": "cure", "mode": "suspend", "max": longest}])

    not_worse(paused(ten), paused(ten))
    with pytest.raises(BadPack, match="does not pause so for 'cure'"):
        not_worse(paused(more), paused(ten))


@given(
    start=st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 1)),  # noqa: DTZ001 - put in a zone
    ours=st.tuples(st.integers(0, 90), st.sampled_from([Unit.HOUR, Unit.CALENDAR_DAY, Unit.WEEK])),
    theirs=st.tuples(
        st.integers(0, 40), st.sampled_from([Unit.HOUR, Unit.CALENDAR_DAY, Unit.MONTH])
    ),
    kind=st.sampled_from(["insurer_duty", "customer_right"]),
)
def test_what_is_let_through_is_better_whenever_it_starts(
    start: datetime, ours: tuple[int, Unit], theirs: tuple[int, Unit], kind: str
) -> None:
    promise, other = (
        an_entry(zone="ES", kind=kind, length=length, unit=unit.value)
        for length, unit in (ours, theirs)
    )
    try:
        not_worse(promise, other)
    except Refused:
        return
    at = start.replace(tzinfo=other.zone)

    later = reckon(promise, at).due - reckon(other, at).due

    assert later >= timedelta(0) if kind == "customer_right" else later <= timedelta(0)
