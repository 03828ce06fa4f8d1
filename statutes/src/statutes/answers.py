"""What a clock answers when it is asked about an instant."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from statutes.counting import in_utc
from statutes.explaining import Writing, explain
from statutes.hours import working_between
from statutes.kinds import Kind
from statutes.moves import State, What
from statutes.pausing import ends_by_law
from statutes.record import Record

_CLOSE: Final = frozenset({What.SATISFIED, What.BREACHED, What.STOPPED})


class Answers(Record):
    """A record that is asked."""

    @property
    def due(self) -> datetime:
        """The instant our promise is broken, or the customer's time is over.

        While the clock is paused: what it is if nothing more happens, where the law ends the pause
        by itself; else what it would be, were it resumed at once.
        """
        return self.reckoning.due

    @property
    def target(self) -> datetime | None:
        """By when we mean to be done; None when it is not for us to act. Paused: as `due`."""
        return self.reckoning.target

    @property
    def provisional(self) -> bool:
        """Whether a calendar was missing."""
        return self.reckoning.provisional

    def state(self, now: datetime) -> State:
        """Where the clock is at `now`."""
        at = in_utc(now)
        for happening in reversed(self.history):
            if happening.what is What.STOPPED:
                return State.STOPPED
            if happening.what is What.SATISFIED and not self.entry.repeats:
                return State.SATISFIED
        if self.paused_at(at) is not None:
            return State.PAUSED
        if at < self.due:
            return State.RUNNING
        if self.entry.kind is Kind.OPENS_RIGHT:
            return State.OPEN
        return State.PASSED if self.entry.kind.is_the_customers else State.BREACHED

    def remaining(self, now: datetime) -> timedelta:
        """The time left, below zero once it is over; working time for working hours.

        A paused clock keeps what it had when it was paused.
        """
        at, due = in_utc(now), self.due
        if (pause := self.paused_at(at)) is not None:
            at, due = min(at, pause.since), self.due_before(pause)
        if not self.entry.length.unit.is_working:
            return due - at
        calendar, zone = self.entry.calendar, self.entry.zone
        if at <= due:
            return working_between(at, due, calendar, zone)
        return -working_between(due, at, calendar, zone)

    @property
    def breached_at(self) -> datetime | None:
        """The instant the promise was broken, once kept or stopped late, or the breach was noted.

        Of a promise that repeats: the last that was broken. What follows does not mend it, unless
        by a recount it was not due when the breach was noted.
        """
        if self.entry.kind.is_the_customers or self.entry.kind is Kind.OPENS_RIGHT:
            return None
        rounds, history = self.entry.repeats, self.history
        closes = {What.BREACHED, What.STOPPED} if rounds else {*_CLOSE}
        late = [one for one in self.this_round if one.what in closes and one.at >= self.due]
        if late:
            return self.due
        kept = [at for at, one in enumerate(history) if one.what is What.SATISFIED]
        if not (rounds and kept):
            return None
        before = replace(self, history=history[: kept[-1]])  # the round that was kept then
        return before.due if history[kept[-1]].at >= before.due else before.breached_at

    def alarms(self, now: datetime) -> tuple[tuple[str, datetime], ...]:
        """The instants still to come for which an alarm is worth setting.

        In a pause that the law ends, those that come if nothing more happens; none in any other.
        """
        at = in_utc(now)
        pause = self.paused_at(at)
        waits = pause is not None and ends_by_law(self.entry, pause) is None
        if waits or self.state(at) not in {State.RUNNING, State.PAUSED}:
            return ()
        instants = (("opens", self.reckoning.opens), ("target", self.target), ("due", self.due))
        return tuple((name, when) for name, when in instants if when is not None and when > at)

    def explain(self, language: str = "en", writing: Writing | None = None) -> tuple[str, ...]:
        """Which entry, which days counted, which did not and why."""
        return explain(self.reckoning, language, writing)
