"""The packs as they are shipped."""

import pytest

from statutes import Entry, Kind, Unit, law
from statutes.questions import Question

ENTRIES = list(law().entries.values())


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.id for entry in ENTRIES])
def test_an_entry_says_what_where_and_since_when(entry: Entry) -> None:
    for language in ("en", "es", "zh"):
        assert entry.obligation.say(language)
        assert entry.consequence.words.say(language)
    assert entry.citation
    assert entry.source
    assert entry.grade in {"A", "B"}


def test_every_jurisdiction_of_the_facts_has_its_pack() -> None:
    assert set(law().packs) == {
        "AU", "CN", "COMPANY", "DE", "ES", "EU", "IN", "UK",
        "US", "US-AZ", "US-CA", "US-IA", "US-NY", "US-PA", "US-UT",
    }  # fmt: skip


def test_the_questions_for_a_lawyer_are_shipped_with_the_reading_meanwhile() -> None:
    assert [*law().questions] == [f"L-{number}" for number in range(1, 23)]
    assert all(isinstance(one, Question) and one.reading for one in law().questions.values())


def test_months_are_never_written_as_thirty_days() -> None:
    months = [entry for entry in ENTRIES if entry.length.unit is Unit.MONTH]

    assert months
    assert all(entry.length.number < 24 or entry.length.number % 12 == 0 for entry in months)


def test_only_a_window_has_two_ends() -> None:
    windows = [entry.id for entry in ENTRIES if entry.kind is Kind.WINDOW]

    assert windows == ["ES-12-FINAL", "NY-3211"]


def test_what_nobody_verified_is_not_shipped() -> None:
    named = {*law().entries, *(rule.id for pack in law().packs.values() for rule in pack.rules)}

    assert named.isdisjoint({"CN-CMP-R", "EU-T1", "NY-ACK", "OK", "NAIC-902"})
