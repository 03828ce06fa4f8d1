"""The limit of an entry in a few words: how long, from what, which way."""

from statutes.entry import Branch, Entry, Length
from statutes.kinds import Kind, Unit
from statutes.vocabulary import phrase


def limit(entry: Entry, language: str = "en") -> str:
    """For example: 30 calendar days from the agreement on the amount."""
    say = entry.vocabulary.say
    length = say_lengths(entry.length, entry.plus, language)
    if entry.kind is Kind.WINDOW and entry.opens is not None:
        opens = say_length(Length(entry.opens, entry.length.unit), language)
        length = phrase("limit_window", language, opens=opens, length=length)
    way = "limit_before" if entry.backwards else "limit_after"
    text = phrase(way, language, length=length, event=say("events", entry.start, language))
    for later in entry.or_later:
        event = say("events", later, language)
        text = phrase("limit_or_later", language, limit=text, event=event)
    for branch in entry.also:
        which = "limit_later" if entry.latest_branch else "limit_earlier"
        text = phrase(which, language, limit=text, other=_other(entry, branch, language))
    return text


def say_length(length: Length, language: str = "en") -> str:
    """So many of a unit."""
    if length.number == 0 and length.unit is Unit.CALENDAR_DAY:
        return phrase("the_same_day", language)
    key = length.unit.value + ("_one" if length.number == 1 else "")
    return phrase(key, language, number=length.number)


def _other(entry: Entry, branch: Branch, language: str) -> str:
    event = entry.vocabulary.say("events", branch.start, language)
    length = say_lengths(branch.length, branch.plus, language)
    return phrase("limit_after", language, length=length, event=event)


def say_lengths(length: Length, plus: Length | None, language: str = "en") -> str:
    """A length, and what comes on top of it."""
    said = say_length(length, language)
    if plus is None:
        return said
    return phrase("limit_and", language, length=said, plus=say_length(plus, language))
