"""What was given to a reckoning: the start, what else is known, the pauses, the extensions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from statutes.counting import aware
from statutes.entry import Entry
from statutes.kinds import Mode
from statutes.refusals import NotCountable, Unknown


@dataclass(frozen=True, slots=True)
class Paused:
    """The time from `since` to `until`; still going on while `until` is not there."""

    reason: str
    since: datetime
    until: datetime | None = None

    def __post_init__(self) -> None:
        # In UTC, because Python subtracts two times of one zone as if no clock were ever changed.
        object.__setattr__(self, "since", aware(self.since).astimezone(UTC))
        if self.until is not None:
            object.__setattr__(self, "until", aware(self.until).astimezone(UTC))

    @property
    def over(self) -> datetime:
        """When it ended; an open pause is counted as if it ended at once."""
        return self.until or self.since


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that was said about one case, besides the entry."""

    start: datetime
    known: Mapping[str, datetime] = field(default_factory=dict)
    pauses: Sequence[Paused] = ()
    extensions: Sequence[str] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", aware(self.start).astimezone(UTC))


def suspensions(entry: Entry, given: Given) -> tuple[datetime, list[Paused]]:
    """When the count begins after the last restart, and the suspensions that follow it.

    A pause this entry does not know has no effect: a case that changed its law keeps its history.
    """
    begins = given.start
    suspended: list[Paused] = []
    before: datetime | None = None
    for pause in sorted(given.pauses, key=lambda pause: pause.since):
        if pause.over < pause.since or (before is not None and pause.since < before):
            raise NotCountable(f"the pause of {pause.since.isoformat()} overlaps another or itself")
        before = pause.over
        rule = entry.pause_rule(pause.reason)
        if rule is None:
            continue
        if rule.mode is Mode.SUSPEND:
            suspended.append(pause)
        elif pause.until is not None:
            begins, suspended = pause.until, []
    return begins, suspended


def extended(entry: Entry, reasons: Sequence[str]) -> int:
    """The number of the entry's length, with what made it longer.

    A reason this entry does not know, or knows only after another, has no effect, like a pause.
    """
    number = entry.length.number
    made: list[str] = []
    for reason in reasons:
        rule = entry.extend_rule(reason)
        if rule is None or (rule.after is not None and rule.after not in made):
            continue
        number = rule.to if rule.to is not None else number + (rule.by or 0)
        made.append(reason)
    return number


def need_pause(entry: Entry, reason: str) -> None:
    """Refuse a reason that does not stop this entry."""
    if entry.pause_rule(reason) is None:
        known = ", ".join(rule.reason for rule in entry.pauses) or "none"
        raise Unknown(f"{entry.id} ({entry.file}): pause reason {reason!r}: there are {known}")


def need_extension(entry: Entry, reason: str, made: Sequence[str]) -> None:
    """Refuse a reason that does not make this entry longer, or not yet."""
    rule = entry.extend_rule(reason)
    if rule is None:
        known = ", ".join(rule.reason for rule in entry.extends) or "none"
        raise Unknown(f"{entry.id} ({entry.file}): extension {reason!r}: there are {known}")
    if rule.after is not None and rule.after not in made:
        raise Unknown(f"{entry.id}: extension {reason!r} comes only after {rule.after!r}")
