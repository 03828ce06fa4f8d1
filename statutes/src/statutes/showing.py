"""Which entries a person asked to see."""

from typing import Any

from statutes.asking import instant
from statutes.counting import local_day
from statutes.entry import Entry
from statutes.library import Library


def shown(
    library: Library, jurisdiction: str, case_type: str | None, line: str, at: str
) -> tuple[Entry, ...]:
    """The entries of a jurisdiction, narrowed down by what was given."""
    pack, words = library.pack(jurisdiction), library.vocabulary
    found = list(pack.entries)
    if case_type is not None:
        words.need("case_types", case_type)
        found = [entry for entry in found if entry.case_type == case_type]
    if line:
        lines = set(words.ancestry(line))
        found = [entry for entry in found if lines.intersection(entry.lines)]
    if at:
        day = local_day(instant(at), pack.zone)
        found = [entry for entry in found if entry.validity.covers(day)]
    return tuple(found)


def as_json(entry: Entry) -> dict[str, Any]:
    """One entry for machines."""
    until = entry.validity.until
    return {
        "id": entry.id,
        "jurisdiction": entry.jurisdiction,
        "lines": list(entry.lines),
        "case_type": entry.case_type,
        "kind": entry.kind.value,
        "obligation": {one: entry.obligation.say(one) for one in ("en", "es", "zh")},
        "start": entry.start,
        "length": entry.length.number,
        "unit": entry.length.unit.value,
        "citation": entry.citation,
        "source": list(entry.source),
        "grade": entry.grade,
        "valid_from": entry.validity.since.isoformat(),
        "valid_until": None if until is None else until.isoformat(),
    }
