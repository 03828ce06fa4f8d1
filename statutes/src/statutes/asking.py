"""Questions as people type them: instants, events, pauses in words."""

from collections.abc import Sequence
from datetime import UTC, datetime

from statutes.counting import aware
from statutes.entry import Entry
from statutes.given import Given, Paused, need_extension, need_pause
from statutes.library import Library
from statutes.refusals import Refused, Unknown


def in_jurisdiction(library: Library, jurisdiction: str, entry_id: str) -> Entry:
    """An entry of that jurisdiction; a promise of ours is also found where it betters a law."""
    pack = library.pack(jurisdiction)
    entry = library.entry(entry_id)
    if entry not in pack.entries and entry.jurisdiction != pack.jurisdiction:
        raise Unknown(f"{entry.id} is an entry of {entry.jurisdiction}, not of {pack.jurisdiction}")
    return entry


def given_for(
    entry: Entry, start: str, known: Sequence[str], pauses: Sequence[str], extend: Sequence[str]
) -> Given:
    """What was typed about a case."""
    facts = dict(_named(text, "EVENT=INSTANT") for text in known)
    for event in facts:
        entry.vocabulary.need("events", event)
    paused = [_paused(entry, text) for text in pauses]
    for number, reason in enumerate(extend):
        need_extension(entry, reason, extend[:number])
    events = {event: instant(text) for event, text in facts.items()}
    return Given(instant(start), events, paused, tuple(extend))


def instant(text: str) -> datetime:
    """An instant with its zone, such as 2026-02-05T10:00+08:00."""
    try:
        return aware(datetime.fromisoformat(text)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(f"{text!r} is not an instant such as 2026-02-05T10:00+08:00") from None


def _paused(entry: Entry, text: str) -> Paused:
    reason, span = _named(text, "REASON=INSTANT/INSTANT")
    need_pause(entry, reason)
    since, slash, until = span.partition("/")
    return Paused(reason, instant(since), instant(until) if slash else None)


def _named(text: str, shape: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Refused(f"{text!r} is not of the shape {shape}")
    return name, value
