"""`yinbao statutes`, as it is typed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from statutes.command import app
from statutes.document import as_text
from statutes.library import law

ROOT = Path(__file__).parents[2]
FROM = ["--from", "2026-02-05T10:00+08:00"]


def typed(*words: str) -> str:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    return done.stdout


def refused(*words: str) -> str:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1, done.output
    assert not done.stdout
    return done.stderr


def test_the_limits_of_a_jurisdiction_are_listed_by_case_type() -> None:
    shown = typed("show", "es", "claims")

    assert "ES-18  40 calendar days from" in shown
    assert "ES-CMP" not in shown


def test_what_is_listed_can_be_narrowed_to_a_line_and_an_instant() -> None:
    told = json.loads(typed("show", "es", "complaints", "--at", "2025-12-01T10:00+01:00", "--json"))

    assert "ES-CMP-OLD" in [entry["id"] for entry in told]
    assert "ES-CMP" not in [entry["id"] for entry in told]
    assert "ES-MOT" not in typed("show", "es", "claims", "--line", "life")


def test_a_deadline_is_explained_with_a_small_calendar() -> None:
    told = typed("explain", "cn", "CN-23A", *FROM)

    assert "2026-02-06 to 2026-03-07: 30 days counted." in told
    assert "    2    3    4    5  {6}  [7]    ·" in told


def test_a_deadline_is_explained_to_machines() -> None:
    told = json.loads(typed("explain", "cn", "cn-23a", *FROM, "--json"))

    assert [*told] == ["id", "due", "target", "days", "provisional"]
    assert told["id"] == "CN-23A"
    assert told["due"] == "2026-03-07T16:00:00Z"
    assert told["target"] == "2026-03-06T16:00:00Z"
    assert told["provisional"] is False
    assert told["days"][0] == {
        "date": "2026-02-05",
        "counted": False,
        "why": "the day of the event is not counted",
    }
    assert len(told["days"]) == 31


def test_pauses_extensions_and_other_events_can_be_typed() -> None:
    pause = "documents=2026-02-08T10:00+08:00/2026-02-10T10:00+08:00"
    paused = json.loads(typed("explain", "cn", "CN-23A", *FROM, "--pause", pause, "--json"))
    longer = json.loads(typed("explain", "cn", "CN-CMP", *FROM, "--extend", "complex", "--json"))
    due = "premium_due=2026-02-01T10:00+08:00"
    later = json.loads(typed("explain", "cn", "CN-36B", *FROM, "--known", due, "--json"))

    assert paused["due"] == "2026-03-09T16:00:00Z"
    assert longer["due"] == "2026-03-07T16:00:00Z"
    assert later["due"] == "2026-04-02T16:00:00Z"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "atlantis"], "yinbao: jurisdiction 'atlantis': there are"),
        (["show", "cn", "wishes"], "yinbao: case type 'wishes': there are"),
        (["show", "cn", "claims", "--line", "boats"], "yinbao: line 'boats': there are"),
        (["explain", "cn", "CN-404", *FROM], "yinbao: entry 'CN-404'"),
        (["explain", "es", "CN-23A", *FROM], "yinbao: CN-23A is an entry of CN, not of ES"),
        (["explain", "cn", "CN-23A", "--from", "2026-02-05T10:00"], "has no time zone"),
        (["explain", "cn", "CN-23A", "--from", "soon"], "yinbao: 'soon' is not an instant"),
        (["explain", "cn", "CN-23A", *FROM, "--pause", "x"], "is not of the shape REASON="),
        (
            ["explain", "cn", "CN-23A", *FROM, "--pause", "rain=2026-02-08T10:00Z"],
            "CN-23A (cn.toml): pause reason 'rain': there are documents",
        ),
        (
            ["explain", "cn", "CN-23A", *FROM, "--extend", "rain"],
            "extension 'rain': there are none",
        ),
        (
            [
                *("explain", "cn", "CN-23A", *FROM, "--pause"),
                "documents=2026-05-08T10:00Z/2026-05-10T10:00Z",
            ],
            "2026-05-08 to 2026-05-10 lies outside the time CN-23A runs: 2026-02-05 to 2026-03-07",
        ),
        (["explain", "cn", "CN-23A", *FROM, "--known", "rain=2026-02-08T10:00Z"], "event 'rain'"),
        (["explain", "cn", "CN-23A", *FROM, "--language", "fr"], "language 'fr': there are en, es"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_line(words: list[str], said: str) -> None:
    answer = refused(*words)

    assert said in answer
    assert answer.count("\n") == 1


def test_the_page_of_all_limits_is_what_the_packs_say() -> None:
    page = ROOT / "docs/statutes.md"

    assert page.read_text(encoding="utf-8") == as_text(law())
    typed("document", "--check", "--into", str(page))


def test_every_limit_and_rule_stands_on_the_page_with_its_citation() -> None:
    page = as_text(law())

    for pack in law().packs.values():
        for name, citation in [(one.id, one.citation) for one in pack.entries] + [
            (one.id, one.citation) for one in pack.rules
        ]:
            assert any(
                row.startswith(f"| {name} |") and citation.replace("|", "\\|") in row
                for row in page.splitlines()
            )


def test_a_page_that_differs_fails_the_check(tmp_path: Path) -> None:
    page = tmp_path / "statutes.md"
    typed("document", "--into", str(page))
    page.write_text(page.read_text(encoding="utf-8") + "and more\n", encoding="utf-8")

    assert "is not what the packs say" in refused("document", "--check", "--into", str(page))


def test_the_command_is_found_by_yinbao() -> None:
    yinbao = Path(sys.executable).with_name("yinbao")

    told = subprocess.run(
        [yinbao, "statutes", "show", "cn", "claims"], check=True, capture_output=True, text=True
    )

    assert "CN-23A" in told.stdout
