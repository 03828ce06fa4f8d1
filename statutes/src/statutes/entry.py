"""What one article of law promises: an entry, and a rule where the law names no number."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from statutes.calendars import Calendar
from statutes.vocabulary import Vocabulary
from statutes.words import Words


class Kind(StrEnum):
    """Whose time it is, and so how doubt is read."""

    INSURER_DUTY = "insurer_duty"
    """Missed is broken: the earliest plausible end."""
    CUSTOMER_RIGHT = "customer_right"
    """The customer may act: the latest plausible end, never refused by a machine."""
    CUSTOMER_DUTY = "customer_duty"
    """The customer should act: read like a right, lateness never refuses by itself."""
    OPENS_RIGHT = "opens_right"
    """When the time is over something becomes possible."""
    WINDOW = "window"
    """Neither before the one end nor after the other."""
    SERVICE_LEVEL = "service_level"
    """A promise about service, read like a duty."""

    @property
    def is_ours(self) -> bool:
        """Whether the insurer must act in time."""
        return self in _OURS

    @property
    def is_the_customers(self) -> bool:
        """Whether doubt is read for the customer, and the end may roll to a working day."""
        return self in _CUSTOMERS


_OURS = frozenset({Kind.INSURER_DUTY, Kind.SERVICE_LEVEL, Kind.WINDOW})
_CUSTOMERS = frozenset({Kind.CUSTOMER_RIGHT, Kind.CUSTOMER_DUTY})


class Unit(StrEnum):
    """What a length is counted in. A month is never thirty days."""

    CALENDAR_DAY = "calendar_day"
    BUSINESS_DAY = "business_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"
    MINUTE = "minute"
    WORKING_HOUR = "working_hour"
    WORKING_MINUTE = "working_minute"

    @property
    def is_elapsed(self) -> bool:
        """Whether it runs on by the clock, night and day."""
        return self in _ELAPSED

    @property
    def is_working(self) -> bool:
        """Whether it runs only while the office is open."""
        return self in _WORKING

    @property
    def is_days(self) -> bool:
        """Whether whole local days are counted."""
        return self not in _ELAPSED and self not in _WORKING


_ELAPSED = frozenset({Unit.HOUR, Unit.MINUTE})
_WORKING = frozenset({Unit.WORKING_HOUR, Unit.WORKING_MINUTE})


class Roll(StrEnum):
    """What the law does with a last day that is no working day."""

    NONE = "none"
    NEXT_WORKING_DAY = "next_working_day"


class Mode(StrEnum):
    """What a pause does to the time already run."""

    SUSPEND = "suspend"
    RESTART = "restart"


class Effect(StrEnum):
    """What follows when the time is over."""

    NONE = "none"
    INTEREST = "interest"
    DAMAGES = "damages"
    SILENCE_IS_CONSENT = "silence_is_consent"
    RIGHT_LOST = "right_lost"
    RIGHT_OPENS = "right_opens"
    NEXT_BODY = "next_body"
    COVER_ENDS = "cover_ends"
    COVER_BACK = "cover_back"
    FINE = "fine"
    MUST_PAY = "must_pay"
    SUPERVISORY = "supervisory"
    RENEWED = "renewed"


@dataclass(frozen=True, slots=True)
class Length:
    """So many of a unit."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.number} {self.unit.replace('_', ' ')}{'' if self.number == 1 else 's'}"


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
    file: str
    zone: ZoneInfo
    calendar: Calendar = field(repr=False)
    office: Calendar = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)
    roll: Roll
    count_citation: str
    roll_citation: str

    def pause_rule(self, reason: str) -> PauseRule | None:
        """How this entry pauses for `reason`, if it does."""
        return next((rule for rule in self.pauses if rule.reason == reason), None)

    def extend_rule(self, reason: str) -> ExtendRule | None:
        """How this entry is extended for `reason`, if it is."""
        return next((rule for rule in self.extends if rule.reason == reason), None)
