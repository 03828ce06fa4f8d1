"""The golden cases: due dates worked out apart from this code, each a test named by its id."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from statutes import Entry, Reckoning, interest, law
from statutes.given import Given, Paused
from statutes.rates import Rate

FOLDER = Path(__file__).parent / "golden"
KEYS = {
    "id", "fact", "entry", "input", "start", "also_known", "pause", "extend", "arithmetic",
    "text_end", "text_branch", "due", "instant", "target", "opens", "rolled", "provisional", "note",
    "interest",
}  # fmt: skip
Case = dict[str, Any]


def cases() -> Iterator[Case]:
    for file in sorted(FOLDER.glob("*.toml")):
        yield from tomllib.loads(file.read_text(encoding="utf-8")).get("case", [])


def entry_id(case: Case) -> str:
    return str(case.get("entry", case["fact"]))


def instant(written: date | datetime, entry: Entry) -> datetime:
    """A date means noon of that day where the law is counted."""
    if isinstance(written, datetime):
        assert written.tzinfo is not None, "an instant has a zone"
        return written.astimezone(UTC)
    return datetime.combine(written, time(12), entry.zone).astimezone(UTC)


def reckoned(case: Case) -> Reckoning:
    entry = law().entry(entry_id(case))
    known = {event: instant(at, entry) for event, at in case.get("also_known", {}).items()}
    pauses = tuple(
        Paused(pause["reason"], instant(pause["from"], entry), instant(pause["until"], entry))
        for pause in case.get("pause", [])
    )
    for event in known:
        entry.vocabulary.need("events", event)
    for pause in pauses:
        assert entry.pause_rule(pause.reason), f"{entry.id} does not pause for {pause.reason}"
    for reason in case.get("extend", []):
        assert entry.extend_rule(reason), f"{entry.id} is not extended for {reason}"
    start = instant(case["start"], entry)
    return Reckoning(entry, Given(start, known, pauses, tuple(case.get("extend", []))))


CASES = list(cases())
DATED = [case for case in CASES if "start" in case]
OWED = [case for case in CASES if "interest" in case]
OF_THE_FACTS = {
    f"{place}-G{number:02}"
    for place, count in {
        "CN": 31, "ES": 36, "UK": 10, "EU": 2, "DE": 8, "NY": 7,
        "CA": 7, "NAIC": 2, "UT": 1, "AU": 5, "IN": 5,
    }.items()
    for number in range(1, count + 1)
}  # fmt: skip


@pytest.mark.parametrize("case", DATED, ids=[case["id"] for case in DATED])
def test_golden(case: Case) -> None:
    found = reckoned(case)

    branch = case.get("text_branch", "")
    text_end = next(end for end in found.ends if end.branch == branch)
    assert _same(case["text_end"], text_end.day, text_end.instant)
    assert _same(case["due"], found.due_on, found.due)
    if "instant" in case:
        assert found.due == case["instant"]
    if "target" in case:
        assert found.target_on == case["target"]
    if "opens" in case:
        assert found.opens_on == case["opens"]
    if "rolled" in case:
        assert found.rolled_on == case["rolled"]
    assert found.provisional is case.get("provisional", False)


@pytest.mark.parametrize("case", OWED, ids=[case["id"] for case in OWED])
def test_golden_interest(case: Case) -> None:
    asked = case["interest"]
    rates = law().rates.adding(_assumed(rate) for rate in asked.get("rates", []))
    principal = Decimal(asked["principal"])
    formula = rates.formula(asked["formula"])

    owed = interest(formula, principal, asked["from"], asked["until"], rates)

    assert owed.complete
    assert owed.amount == Decimal(asked["amount"])
    assert f"{owed.amount}" in owed.arithmetic
    if "exact" in asked:
        assert owed.exact.quantize(Decimal("0.0001")) == Decimal(asked["exact"])
    if "alternative" in asked:
        assert owed.alternative is not None
        assert owed.alternative.amount == Decimal(asked["alternative"])
    if asked.get("rates"):
        shipped = interest(formula, principal, asked["from"], asked["until"], law().rates)
        assert not shipped.complete


def test_every_case_of_the_facts_is_here_once() -> None:
    ids = Counter(case["id"] for case in CASES)

    assert OF_THE_FACTS - ids.keys() == set()
    assert {name for name, count in ids.items() if count > 1} == set()


def test_a_case_has_only_keys_that_are_tested_or_read() -> None:
    assert {key for case in CASES for key in case} - KEYS == set()


def test_every_entry_has_two_golden_cases_of_its_own() -> None:
    met = Counter(entry_id(case) for case in DATED)

    assert {name: met[name] for name in law().entries if met[name] < 2} == {}


def test_every_extension_pause_and_branch_is_met_by_a_case() -> None:
    met = {(entry_id(case), reason) for case in DATED for reason in case.get("extend", [])}
    met |= {(entry_id(case), pause["reason"]) for case in DATED for pause in case.get("pause", [])}
    met |= {
        (entry_id(case), end.branch) for case in DATED for end in reckoned(case).ends if end.branch
    }

    wanted = set[tuple[str, str]]()
    for entry in law().entries.values():
        wanted |= {(entry.id, rule.reason) for rule in entry.extends}
        wanted |= {(entry.id, rule.reason) for rule in entry.pauses}
        wanted |= {(entry.id, branch.name) for branch in entry.also}
    assert wanted - met == set()


def _same(written: date | datetime, day: date, instant: datetime) -> bool:
    return instant == written if isinstance(written, datetime) else day == written


def _assumed(rate: dict[str, object]) -> Rate:
    percent, since, until = rate["percent"], rate["from"], rate["until"]
    assert isinstance(since, date)
    assert isinstance(until, date)
    return Rate(
        str(rate["series"]), Decimal(str(percent)), since, until, "assumed", ("a case",), "A"
    )
