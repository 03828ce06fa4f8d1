"""One promise to one customer, running.

                ┌──────── pause ───────┐
    start ──► RUNNING ◄──── resume ── PAUSED
                │  │
     satisfy ◄──┘  └──► (due passes) BREACHED ──► satisfy, late
     stop ◄── from anywhere before satisfy

A clock never changes: each verb returns a new one with one happening more, so nothing that
happened is lost. Time is an argument. A breach is an instant, `due`: set an alarm for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from statutes.counting import aware
from statutes.entry import Entry
from statutes.explaining import explain
from statutes.given import Given, Paused, need_extension, need_pause
from statutes.hours import working_between
from statutes.kinds import Kind
from statutes.lazy import lazy
from statutes.library import Library
from statutes.moves import MOVES, Happening, State, What, last_round, pauses_in
from statutes.paper import as_dict, from_dict
from statutes.reckoning import Reckoning
from statutes.refusals import IllegalMove


@dataclass(frozen=True)
class Clock:
    """An entry, and what happened since it was started."""

    entry: Entry
    history: tuple[Happening, ...]
    known: Mapping[str, datetime] = field(default_factory=dict)

    @classmethod
    def start(
        cls, entry: Entry, at: datetime, *, known: Mapping[str, datetime] | None = None
    ) -> "Clock":
        """Start counting at the event the entry names; `known` are other events it may ask for."""
        facts = {
            entry.vocabulary.need("events", name): _utc(when)
            for name, when in (known or {}).items()
        }
        began = _utc(at)
        facts[entry.start] = began
        clock = cls(entry, (Happening(What.STARTED, began, entry.start, entry.id),), facts)
        clock.reckoning  # noqa: B018 - refuses what cannot be counted, now rather than later
        return clock

    # -- what it answers ------------------------------------------------------

    @lazy
    def reckoning(self) -> Reckoning:
        """The safe reading of all that happened."""
        return Reckoning(
            self.entry, Given(self._round_began, self.known, self._pauses, self._extensions)
        )

    @property
    def due(self) -> datetime:
        """The instant our promise is broken, or the customer's time is over.

        While the clock is paused: what it would be, were it resumed at once.
        """
        return self.reckoning.due

    @property
    def target(self) -> datetime | None:
        """By when we mean to be done; None when it is not for us to act."""
        return self.reckoning.target

    @property
    def provisional(self) -> bool:
        """Whether a calendar was missing."""
        return self.reckoning.provisional

    def state(self, now: datetime) -> State:
        """Where the clock is at `now`."""
        for happening in reversed(self.history):
            if happening.what is What.STOPPED:
                return State.STOPPED
            if happening.what is What.SATISFIED and not self.entry.repeats:
                return State.SATISFIED
        if self._open_pause is not None:
            return State.PAUSED
        if _utc(now) < self.due:
            return State.RUNNING
        if self.entry.kind is Kind.OPENS_RIGHT:
            return State.OPEN
        return State.PASSED if self.entry.kind.is_the_customers else State.BREACHED

    def remaining(self, now: datetime) -> timedelta:
        """The time left, below zero once it is over; working time for working hours.

        A paused clock keeps what it had when it was paused.
        """
        at = _utc(now)
        if self._open_pause is not None:
            at = min(at, self._open_pause.since)
        if not self.entry.length.unit.is_working:
            return self.due - at
        calendar, zone = self.entry.calendar, self.entry.zone
        if at <= self.due:
            return working_between(at, self.due, calendar, zone)
        return -working_between(self.due, at, calendar, zone)

    @property
    def breached_at(self) -> datetime | None:
        """The instant the promise was broken, once it was kept late or the breach was noted."""
        if self.entry.kind.is_the_customers or self.entry.kind is Kind.OPENS_RIGHT:
            return None
        last = self.history[-1]
        kept_late = last.what is What.SATISFIED and not self.entry.repeats and last.at > self.due
        return self.due if kept_late or last.what is What.BREACHED else None

    def alarms(self, now: datetime) -> tuple[tuple[str, datetime], ...]:
        """The instants still to come for which an alarm is worth setting; none while paused."""
        if self.state(now) is not State.RUNNING:
            return ()
        instants = (("opens", self.reckoning.opens), ("target", self.target), ("due", self.due))
        return tuple((name, at) for name, at in instants if at is not None and at > _utc(now))

    def explain(self, language: str = "en") -> tuple[str, ...]:
        """Which entry, which days counted, which did not and why."""
        return explain(self.reckoning, language)

    # -- what can happen to it ------------------------------------------------

    def pause(self, reason: str, at: datetime) -> "Clock":
        """Stop counting for a reason this entry knows."""
        need_pause(self.entry, reason)
        return self._then(What.PAUSED, at, reason)

    def resume(self, at: datetime) -> "Clock":
        """Go on counting."""
        return self._then(What.RESUMED, at)

    def extend(self, reason: str, at: datetime) -> "Clock":
        """Make the time longer for a reason this entry knows, once."""
        need_extension(self.entry, reason, self._extensions)
        if reason in self._extensions:
            raise IllegalMove(f"{self.entry.id} was already extended for {reason!r}")
        return self._then(What.EXTENDED, at, reason)

    def learn(self, event: str, happened: datetime, at: datetime) -> "Clock":
        """Take note that another event happened, such as the receipt of the terms."""
        self.entry.vocabulary.need("events", event)
        learnt = self._then(What.LEARNT, at, event)
        return replace(learnt, known={**self.known, event: _utc(happened)})

    def change(self, entry: Entry, at: datetime) -> "Clock":
        """Go on under another entry: the case changed its type or its jurisdiction.

        Counted anew from the entry's own event when that is known, else from the old start. What
        happened stays; a pause the new law does not know has no effect under it.
        """
        return replace(self._then(What.CHANGED, at, entry=entry.id), entry=entry)

    def satisfy(self, at: datetime) -> "Clock":
        """The promise is kept. One that repeats begins its next round."""
        return self._then(What.SATISFIED, at)

    def breach(self, at: datetime) -> "Clock":
        """Note that the promise was broken; it was at `due`, whenever it is noticed."""
        if self.state(at) is not State.BREACHED:
            raise IllegalMove(
                f"{self.entry.id} is {self.state(at)} at {at.isoformat()}, not breached"
            )
        return self if self.history[-1].what is What.BREACHED else self._then(What.BREACHED, at)

    def stop(self, at: datetime) -> "Clock":
        """Nothing is owed any more: the case was withdrawn, or the last round is over."""
        return self._then(What.STOPPED, at)

    def as_dict(self) -> dict[str, Any]:
        """What JSON can carry."""
        return as_dict(self)

    @classmethod
    def from_dict(cls, written: Mapping[str, Any], library: Library) -> "Clock":
        """The clock that was written down, under the entry it was started or changed to."""
        entry, known, history = from_dict(written)
        return cls(library.entry(entry), history, known)

    # -- the workings ---------------------------------------------------------

    def _then(self, what: What, at: datetime, name: str = "", entry: str = "") -> "Clock":
        at = _utc(at)
        state = self.state(at)
        if what not in MOVES[state]:
            raise IllegalMove(
                f"{self.entry.id} is {state} at {at.isoformat()} and cannot be {what}"
            )
        if at < self.history[-1].at:
            raise IllegalMove(f"{self.entry.id}: {at.isoformat()} is before what already happened")
        return Clock(self.entry, (*self.history, Happening(what, at, name, entry)), self.known)

    @property
    def _round_began(self) -> datetime:
        """Where the count begins: the entry's own event when known, a new round, or the start."""
        first = self._this_round[0]
        if first.what is What.SATISFIED:
            return first.at
        return self.known.get(self.entry.start, self.history[0].at)

    @property
    def _this_round(self) -> tuple[Happening, ...]:
        return last_round(self.history) if self.entry.repeats else self.history

    @lazy
    def _pauses(self) -> tuple[Paused, ...]:
        return pauses_in(self._this_round)

    @property
    def _open_pause(self) -> Paused | None:
        pauses = self._pauses
        return pauses[-1] if pauses and pauses[-1].until is None else None

    @lazy
    def _extensions(self) -> tuple[str, ...]:
        return tuple(one.name for one in self._this_round if one.what is What.EXTENDED)


def _utc(at: datetime) -> datetime:
    return aware(at).astimezone(UTC)
