"""Pauses as one entry counts them: the days they take, and when the law itself ends them.

A pause takes the local days after the one it began on; for a right of the customer that one too.
Where the law names a longest pause it is over when that is used up, whoever says so or nobody.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from statutes.counting import local_day, start_of_day
from statutes.entry import Entry, PauseRule
from statutes.given import Paused
from statutes.kinds import Mode
from statutes.refusals import NotCountable


class Stop(NamedTuple):
    """A pause cut to what the law allows: the instants, and the days it takes."""

    reason: str
    since: datetime
    until: datetime
    restarts: bool
    first: date
    days: int
    by_law: bool
    """Whether it is the law that ends it."""

    def days_from(self, first: date) -> Iterator[date]:
        """The days it takes, from `first` on."""
        for number in range(self.days):
            day = self.first + timedelta(days=number)
            if day >= first:
                yield day


def stops(entry: Entry, pauses: Sequence[Paused]) -> tuple[Stop, ...]:
    """The pauses that this entry knows, in order.

    One it does not know has no effect: a case that changed its law keeps its history.
    """
    found: list[Stop] = []
    before: datetime | None = None
    for pause in sorted(pauses, key=lambda pause: pause.since):
        over = pause.until or pause.since
        if over < pause.since or (before is not None and pause.since < before):
            raise NotCountable(f"the pause of {pause.since.isoformat()} overlaps another or itself")
        before = over
        rule = entry.pause_rule(pause.reason)
        if rule is not None:
            found.append(_stop(entry, pause, rule))
    return tuple(found)


def ends_by_law(entry: Entry, pause: Paused) -> datetime | None:
    """The instant at which the longest pause is used up; None where the law names none."""
    rule = entry.pause_rule(pause.reason)
    if rule is None or rule.max_days is None:
        return None
    first = local_day(pause.since, entry.zone)
    if not (rule.mode is Mode.RESTART or entry.kind.is_the_customers):
        first += timedelta(days=1)
    return start_of_day(first + timedelta(days=rule.max_days), entry.zone)


def _stop(entry: Entry, pause: Paused, rule: PauseRule) -> Stop:
    """An open pause lasts as long as the law allows; where it names no end, as if over at once."""
    longest = ends_by_law(entry, pause)
    ends = [at for at in (pause.until, longest) if at is not None]
    until = min(ends, default=pause.since)
    first = local_day(pause.since, entry.zone)
    if not (entry.kind.is_the_customers and ends):
        first += timedelta(days=1)
    days = (local_day(until, entry.zone) - first).days + 1
    if rule.max_days is not None:
        days = min(days, rule.max_days)
    by_law = longest is not None and (pause.until is None or longest < pause.until)
    restarts = rule.mode is Mode.RESTART
    return Stop(pause.reason, pause.since, until, restarts, first, days, by_law)
