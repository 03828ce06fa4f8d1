"""What happened to a clock, and what follows from it for the count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from statutes.entry import Entry
from statutes.given import Given, Paused
from statutes.lazy import lazy
from statutes.moves import Happening, What, last_round, pauses_in
from statutes.pausing import ends_by_law
from statutes.reckoning import Reckoning


@dataclass(frozen=True)
class Record:
    """An entry, what happened since it was started, and what was known or over by then."""

    entry: Entry
    history: tuple[Happening, ...]
    told: Mapping[str, datetime] = field(default_factory=dict)
    """The events given at the start, that of the entry itself among them."""
    earlier: tuple[Paused, ...] = ()
    """The pauses given at the start: a branch may have run before this clock did."""

    @lazy
    def known(self) -> Mapping[str, datetime]:
        """Every event as it is known by now."""
        learnt = [one for one in self.history if one.what is What.LEARNT]
        return {**self.told, **{one.name: one.happened for one in learnt if one.happened}}

    @lazy
    def pauses(self) -> tuple[Paused, ...]:
        """Every pause of this round, those before the start included."""
        return (*self.earlier, *pauses_in(self.this_round))

    @lazy
    def reckoning(self) -> Reckoning:
        """The safe reading of all that happened."""
        return self._counted(self.pauses)

    @property
    def this_round(self) -> tuple[Happening, ...]:
        """What happened since the promise was last kept, or ever."""
        return last_round(self.history) if self.entry.repeats else self.history

    @property
    def round_began(self) -> datetime:
        """Where the count begins: the entry's own event when known, a new round, or the start."""
        first = self.this_round[0]
        if first.what is What.SATISFIED:
            return first.at
        return self.known.get(self.entry.start, self.known[self.history[0].name])

    @lazy
    def extensions(self) -> tuple[str, ...]:
        """Why the time was made longer, in order."""
        return tuple(one.name for one in self.this_round if one.what is What.EXTENDED)

    @lazy
    def unresumed(self) -> Paused | None:
        """The pause whose end nobody noted, though it may be over by law."""
        pauses = pauses_in(self.this_round)
        return pauses[-1] if pauses and pauses[-1].until is None else None

    def paused_at(self, now: datetime) -> Paused | None:
        """The pause that goes on at `now`, if this entry knows it and the law has not ended it."""
        pause = self.unresumed
        if pause is None or self.entry.pause_rule(pause.reason) is None:
            return None
        longest = ends_by_law(self.entry, pause)
        return pause if longest is None or now < longest else None

    def due_before(self, pause: Paused) -> datetime:
        """When it would be due without that pause."""
        return self._counted(tuple(one for one in self.pauses if one != pause)).due

    def _counted(self, pauses: tuple[Paused, ...]) -> Reckoning:
        began, reasons = self.round_began, self.extensions
        return Reckoning(self.entry, Given(began, self.known, pauses, reasons, happened=True))
