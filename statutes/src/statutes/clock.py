"""One promise to one customer, running.

                ┌──────── pause ───────┐
    start ──► RUNNING ◄──── resume ── PAUSED   (or the law's longest pause is used up)
                │  │
     satisfy ◄──┘  └──► (due passes) BREACHED ──► satisfy, late
     stop ◄── from anywhere before satisfy

A clock never changes: each verb returns a new one with one happening more, so nothing that
happened is lost. Time is an argument. A breach is an instant, `due`: set an alarm for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from statutes.answers import Answers
from statutes.counting import in_utc
from statutes.entry import Entry
from statutes.given import Given, Paused, need_extension, need_pause
from statutes.library import Library
from statutes.moves import Happening, State, What, may
from statutes.paper import NOT_A_CLOCK, Written, as_dict, from_dict
from statutes.pausing import ends_by_law
from statutes.reckoning import Reckoning
from statutes.refusals import IllegalMove, NotCountable, Refused, need


@dataclass(frozen=True)
class Clock(Answers):
    """An entry, and what happened since it was started."""

    @classmethod
    def start(
        cls,
        entry: Entry,
        at: datetime,
        *,
        noted: datetime | None = None,
        known: Mapping[str, datetime] | None = None,
        pauses: Iterable[Paused] = (),
    ) -> "Clock":
        """Start counting at the event the entry names, which happens `at`.

        `noted` is when we began to watch: at the event, unless it is said. What is counted back
        from an event begins before it, so there it must be said. `known` are other events the entry
        may ask for, `pauses` those that were over before: a branch may have run by then.
        """
        need(entry, Entry, "what a clock is started for")
        known = known or {}
        need(known, Mapping, "known events")
        event, watched = in_utc(at), in_utc(at if noted is None else noted)
        if entry.backwards and (noted is None or watched > event):
            raise NotCountable(
                f"{entry.id} is counted back from {entry.start}, {event.isoformat()}:"
                " say in `noted` when we began to watch, not after it"
            )
        told = {entry.vocabulary.need("events", name): in_utc(when) for name, when in known.items()}
        if told.setdefault(entry.start, event) != event:
            raise NotCountable(
                f"{entry.id} starts with {entry.start}, at {event.isoformat()} and, as known, at"
                f" {told[entry.start].isoformat()}: which is it?"
            )
        need(pauses, Iterable, "pauses")
        earlier = tuple(pauses)
        for pause in earlier:
            need(pause, Paused, "a pause before the start")
            need_pause(entry, pause.reason)
            if pause.until is None and ends_by_law(entry, pause) is None:
                raise NotCountable(f"the pause of {pause.since.isoformat()} is not over")
        clock = cls(
            entry, (Happening(What.STARTED, watched, entry.start, entry.id),), told, earlier
        )
        # What cannot be counted is refused now rather than later.
        _ = Reckoning(entry, Given(event, told, earlier)).due if earlier else clock.due
        return clock

    # -- what can happen to it ------------------------------------------------

    def pause(self, reason: str, at: datetime) -> "Clock":
        """Stop counting for a reason this entry knows."""
        need_pause(self.entry, reason)
        return self._then(What.PAUSED, at, reason)

    def resume(self, at: datetime) -> "Clock":
        """Go on counting. Of a pause that was over by law: note when its reason really was."""
        return self._then(What.RESUMED, at)

    def extend(self, reason: str, at: datetime) -> "Clock":
        """Make the time longer for a reason this entry knows, once."""
        need_extension(self.entry, reason, self.extensions)
        if reason in self.extensions:
            raise IllegalMove(f"{self.entry.id} was already extended for {reason!r}")
        return self._then(What.EXTENDED, at, reason)

    def learn(self, event: str, happened: datetime, at: datetime) -> "Clock":
        """Take note of when an event happens: one not known yet, or that moved; count anew."""
        self.entry.vocabulary.need("events", event)
        return self._then(What.LEARNT, at, event, happened=in_utc(happened))

    def change(self, entry: Entry, at: datetime) -> "Clock":
        """Go on under another entry: the case changed its type or its jurisdiction.

        Counted anew from the entry's own event when that is known, else from the old start. What
        happened stays; a pause the new law does not know has no effect under it.
        """
        need(entry, Entry, "what a clock changes to")
        if entry.backwards and entry.start not in self.known:
            raise IllegalMove(f"{entry.id} is counted back from {entry.start}: learn that first")
        return self._then(What.CHANGED, at, entry=entry)

    def satisfy(self, at: datetime) -> "Clock":
        """The promise is kept. One that repeats begins its next round."""
        opens = self.reckoning.opens
        if opens is not None and in_utc(at) < opens:
            raise IllegalMove(
                f"{self.entry.id} opens only at {opens.isoformat()}, after {at.isoformat()}"
            )
        return self._then(What.SATISFIED, at)

    def breach(self, at: datetime) -> "Clock":
        """Note that the promise was broken; it was at `due`, whenever it is noticed."""
        state = self.state(at)
        if state is not State.BREACHED:
            raise IllegalMove(f"{self.entry.id} is {state} at {at.isoformat()}, not breached")
        return self._then(What.BREACHED, at) if self.breached_at is None else self

    def stop(self, at: datetime) -> "Clock":
        """Nothing is owed any more: the case was withdrawn, or the last round is over."""
        return self._then(What.STOPPED, at)

    # -- on paper -------------------------------------------------------------

    def as_dict(self) -> dict[str, Any]:
        """What JSON can carry."""
        return as_dict(self)

    @classmethod
    def from_dict(cls, written: Mapping[str, Any], library: Library) -> "Clock":
        """The clock that was written down, under the entry it was started or changed to.

        It is lived through again, so what could not have happened is refused.
        """
        need(library, Library, "the law")
        paper = from_dict(written)
        try:
            clock = cls._first(paper, library)
            for happening in paper.history[1:]:
                clock = _again(clock, happening, library)
        except Refused as refusal:
            raise Refused(f"{NOT_A_CLOCK}: {refusal}") from refusal
        if (clock.entry.id, clock.history) != (paper.entry, paper.history):
            raise Refused(f"{NOT_A_CLOCK}: what happened does not lead to {paper.entry}")
        return clock

    @classmethod
    def _first(cls, paper: Written, library: Library) -> "Clock":
        first, known = paper.history[0], paper.known
        entry = library.entry(first.entry)
        if entry.start not in known:
            raise NotCountable(f"{entry.id} starts with {entry.start}, which is not known")
        return cls.start(
            entry, known[entry.start], noted=first.at, known=known, pauses=paper.pauses
        )

    def _then(
        self,
        what: What,
        at: datetime,
        name: str = "",
        *,
        entry: Entry | None = None,
        happened: datetime | None = None,
    ) -> "Clock":
        at = in_utc(at)
        state = self.state(at)
        if not may(what, state, unresumed=self.unresumed is not None):
            raise IllegalMove(
                f"{self.entry.id} is {state} at {at.isoformat()} and cannot be {what}"
            )
        if at < self.history[-1].at:
            raise IllegalMove(f"{self.entry.id}: {at.isoformat()} is before what already happened")
        one = Happening(what, at, name, entry.id if entry else "", happened)
        clock = replace(self, entry=entry or self.entry, history=(*self.history, one))
        _ = clock.due  # what cannot be counted is refused now rather than later
        return clock


def _again(clock: Clock, one: Happening, library: Library) -> Clock:
    """The clock after the same has happened to it once more."""
    if one.what is What.CHANGED:
        return clock.change(library.entry(one.entry), one.at)
    if one.what is What.LEARNT:
        return clock.learn(one.name, one.happened or one.at, one.at)
    named = {What.PAUSED: clock.pause, What.EXTENDED: clock.extend}
    if one.what in named:
        return named[one.what](one.name, one.at)
    plain = {
        What.RESUMED: clock.resume,
        What.SATISFIED: clock.satisfy,
        What.BREACHED: clock.breach,
        What.STOPPED: clock.stop,
    }
    if one.what not in plain:
        raise IllegalMove(f"{clock.entry.id} is {one.what} only once")
    return plain[one.what](one.at)
