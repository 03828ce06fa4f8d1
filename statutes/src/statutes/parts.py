"""The parts of an entry that are read on their own: pauses, extensions, branches, validity."""

from statutes.entry import Branch, Consequence, ExtendRule, PauseRule, Validity
from statutes.kinds import Effect, Mode, Unit
from statutes.tables import Table
from statutes.vocabulary import Vocabulary
from statutes.words import Words

GRADES = ("A", "B")  # what nobody could verify is not shipped as law


def backwards(table: Table) -> bool:
    """Whether the length is counted back from the event."""
    direction = table.text("direction", "after")
    if direction not in {"after", "before"}:
        raise table.refuse("direction", f"{direction!r} is not one of after, before")
    return direction == "before"


def counts_start(table: Table) -> bool:
    """Whether the day of the event counts."""
    count = table.text("count", "exclude_start")
    if count not in {"exclude_start", "include_start"}:
        raise table.refuse("count", f"{count!r} is not one of exclude_start, include_start")
    return count == "include_start"


def latest(table: Table) -> bool:
    """Whether the latest of several branches decides, or the earliest."""
    if table.has("also") != table.has("whichever"):
        raise table.refuse("whichever", "stands beside `also`, and only there")
    whichever = table.text("whichever", "later")
    if whichever not in {"later", "earlier"}:
        raise table.refuse("whichever", f"{whichever!r} is not one of later, earlier")
    return whichever == "later"


def branch(inner: Table, table: Table, words: Vocabulary) -> Branch:
    """Another way to count the same end."""
    start = inner.said(words, "events", "start") if inner.has("start") else table.text("start")
    branch = Branch(inner.text("name"), start, inner.length(), inner.maybe_length("plus"))
    inner.finish()
    return branch


def pause(inner: Table, words: Vocabulary) -> PauseRule:
    """A reason that stops the clock."""
    longest = inner.maybe_length("max")
    if longest is not None and longest.unit is not Unit.CALENDAR_DAY:
        raise inner.refuse("max.unit", "must be calendar_day")
    rule = PauseRule(
        reason=inner.said(words, "pauses", "reason"),
        mode=inner.one_of(Mode, "mode"),
        max_days=longest.number if longest else None,
        citation=inner.text("citation", ""),
        text=inner.maybe_words("text"),
    )
    inner.finish()
    return rule


def extend(inner: Table, words: Vocabulary) -> ExtendRule:
    """A reason that makes the time longer."""
    rule = ExtendRule(
        reason=inner.said(words, "extensions", "reason"),
        to=inner.maybe_number("to"),
        by=inner.maybe_number("by"),
        after=inner.said(words, "extensions", "after") if inner.has("after") else None,
        citation=inner.text("citation", ""),
    )
    if (rule.to is None) == (rule.by is None):
        raise inner.refuse("to", "an extension goes either `to` a length or `by` so much more")
    inner.finish()
    return rule


def consequence(inner: Table) -> Consequence:
    """What follows."""
    words = {language: inner.text(language) for language in ("en", "es", "zh")}
    consequence = Consequence(
        effect=inner.one_of(Effect, "kind"),
        words=Words(**words),
        formula=inner.text("formula") if inner.has("formula") else None,
        following=inner.text("next") if inner.has("next") else None,
    )
    inner.finish()
    return consequence


def grade(table: Table) -> str:
    """How well the fact is known."""
    grade = table.text("grade")
    if grade not in GRADES:
        raise table.refuse("grade", f"{grade!r} is not one of A, B: the rest is not verified")
    return grade


def validity(table: Table) -> Validity:
    """From when until when it is law."""
    validity = Validity(table.day("valid_from"), table.maybe_day("valid_until"))
    if validity.until is not None and validity.until < validity.since:
        raise table.refuse("valid_until", "ends before it begins")
    return validity


def note(table: Table) -> str:
    """A remark for the reader of the pack."""
    if not table.has("note"):
        return ""
    note = table.table("note")
    text = note.text("en")
    note.text("es", "")
    note.text("zh", "")
    note.finish()
    return text
