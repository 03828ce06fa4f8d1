"""What one article of law promises: an entry, and a rule where the law names no number."""

from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import ZoneInfo

from statutes.calendars import Calendar
from statutes.citing import cited
from statutes.kinds import Effect, Kind, Mode, Roll, Unit
from statutes.vocabulary import Vocabulary
from statutes.words import Words


@dataclass(frozen=True, slots=True)
class Length:
    """So many of a unit."""

    number: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Branch:
    """Another way the law counts the same end."""

    name: str
    start: str
    length: Length
    plus: Length | None


@dataclass(frozen=True, slots=True)
class PauseRule:
    """A reason that stops the clock, and how."""

    reason: str
    mode: Mode
    max_days: int | None
    citation: str
    text: Words | None


@dataclass(frozen=True, slots=True)
class ExtendRule:
    """A reason that makes the time longer: `to` a new length, or `by` so much more."""

    reason: str
    to: int | None
    by: int | None
    after: str | None
    citation: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows; `formula` when interest is owed, `following` the next body to turn to."""

    effect: Effect
    words: Words
    formula: str | None
    following: str | None


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which a law is in force, both included."""

    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether it is in force on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)

    def contains(self, other: "Validity") -> bool:
        """Whether it is in force on every day that the other is."""
        return self.since <= other.since and (
            self.until is None or (other.until is not None and other.until <= self.until)
        )

    def overlaps(self, other: "Validity") -> bool:
        """Whether both are in force on some day."""
        return (self.until is None or other.since <= self.until) and (
            other.until is None or self.since <= other.until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A fact without a number: nothing to count, all the same the law."""

    id: str
    fact: str
    jurisdiction: str
    lines: tuple[str, ...]
    case_type: str
    text: Words
    consequence: Consequence | None
    citation: str
    source: tuple[str, ...]
    seen: str
    grade: str
    validity: Validity
    questions: tuple[str, ...]
    note: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """A promise with a number. It never changes: a new law is a new entry."""

    id: str
    fact: str
    duty: str
    jurisdiction: str
    lines: tuple[str, ...]
    case_type: str
    kind: Kind
    obligation: Words
    start: str
    or_later: tuple[str, ...]
    length: Length
    plus: Length | None
    backwards: bool
    opens: int | None
    margin: Length | None
    counts_start: bool
    ends_at: time | None
    also: tuple[Branch, ...]
    latest_branch: bool
    circumstance: str | None
    repeats: bool
    pauses: tuple[PauseRule, ...]
    extends: tuple[ExtendRule, ...]
    consequence: Consequence
    citation: str
    source: tuple[str, ...]
    seen: str
    grade: str
    validity: Validity
    questions: tuple[str, ...]
    note: str
    contract_may_differ: bool
    betters: str | None
    where_law_is_silent: bool
    """A promise of ours that holds only where the law names no such time."""
    file: str
    zone: ZoneInfo
    calendar: Calendar = field(repr=False)
    office: Calendar = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)
    roll: Roll
    count_citation: str
    roll_citation: str

    def citation_in(self, language: str) -> str:
        """The citation as a reader of that language knows the law; `citation` is the short one."""
        return cited(self.citation, language)

    def speaks_of(self, other: "Entry") -> bool:
        """Whether both give a time of the same kind, for the same case, from the same event."""
        return (self.case_type, self.kind, self.start) == (other.case_type, other.kind, other.start)

    def pause_rule(self, reason: str) -> PauseRule | None:
        """How this entry pauses for `reason`, if it does."""
        return next((rule for rule in self.pauses if rule.reason == reason), None)

    def extend_rule(self, reason: str) -> ExtendRule | None:
        """How this entry is extended for `reason`, if it is."""
        return next((rule for rule in self.extends if rule.reason == reason), None)
