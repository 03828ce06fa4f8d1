"""What may happen to a clock, and where it stands meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from statutes.given import Paused


class State(StrEnum):
    """Where a clock is at an instant."""

    RUNNING = "running"
    PAUSED = "paused"
    SATISFIED = "satisfied"
    BREACHED = "breached"
    """Our time is over and the promise not kept."""
    PASSED = "passed"
    """The customer's time is over; nothing is refused for it by itself."""
    OPEN = "open"
    """The right that had to wait is there."""
    STOPPED = "stopped"


class What(StrEnum):
    """What happened to a clock."""

    STARTED = "started"
    LEARNT = "learnt"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    CHANGED = "changed"
    SATISFIED = "satisfied"
    BREACHED = "breached"
    STOPPED = "stopped"


MOVES: Final[Mapping[State, frozenset[What]]] = {
    State.RUNNING: frozenset(set(What) - {What.STARTED, What.RESUMED}),
    State.PAUSED: frozenset(
        {What.RESUMED, What.LEARNT, What.EXTENDED, What.CHANGED, What.SATISFIED, What.STOPPED}
    ),
    State.BREACHED: frozenset(
        {What.LEARNT, What.CHANGED, What.SATISFIED, What.BREACHED, What.STOPPED}
    ),
    State.PASSED: frozenset({What.LEARNT, What.CHANGED, What.SATISFIED, What.STOPPED}),
    State.OPEN: frozenset({What.LEARNT, What.CHANGED, What.SATISFIED, What.STOPPED}),
    State.SATISFIED: frozenset(),
    State.STOPPED: frozenset(),
}
"""What may happen in each state. Where our time is over, only doing it late is left."""


def may(what: What, state: State, *, unresumed: bool) -> bool:
    """Whether it may happen now; the late resume of a pause that is over may be noted."""
    if what is What.RESUMED and unresumed:
        return state not in {State.SATISFIED, State.STOPPED}
    return what in MOVES[state]


_END_A_PAUSE: Final = frozenset({What.RESUMED, What.SATISFIED})


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, when, and for what reason, event or entry.

    `happened` is when an event that was learnt happened itself.
    """

    what: What
    at: datetime
    name: str = ""
    entry: str = ""
    happened: datetime | None = None


def last_round(history: tuple[Happening, ...]) -> tuple[Happening, ...]:
    """What happened since the promise was last kept, that included; all, if it never was."""
    for index in range(len(history) - 1, -1, -1):
        if history[index].what is What.SATISFIED:
            return history[index:]
    return history


def pauses_in(history: tuple[Happening, ...]) -> tuple[Paused, ...]:
    """The pauses; one that goes on ends when the promise is kept."""
    pauses: list[Paused] = []
    for happening in history:
        if happening.what is What.PAUSED:
            pauses.append(Paused(happening.name, happening.at))
        elif pauses and pauses[-1].until is None and happening.what in _END_A_PAUSE:
            pauses[-1] = replace(pauses[-1], until=happening.at)
    return tuple(pauses)
