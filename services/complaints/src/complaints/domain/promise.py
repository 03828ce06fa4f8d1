"""Our promise to acknowledge a complaint: a clock the customer can see.

RUNNING ──► KEPT        acknowledged (or answered) before `acknowledge_by`
├──────► BROKEN      `acknowledge_by` came first; stays broken, also when we answer later
└──────► RELEASED    the customer closed the complaint while the clock was running
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

ACKNOWLEDGE_WITHIN: Final = timedelta(days=2)
"""The company's own promise, the same everywhere."""


class PromiseState(StrEnum):
    """What the customer is shown."""

    RUNNING = "running"
    KEPT = "kept"
    BROKEN = "broken"
    RELEASED = "released"


@dataclass(frozen=True)
class Promise:
    """When we shall have acknowledged, and what became of it."""

    acknowledge_by: datetime
    acknowledged_at: datetime | None = None
    broken_at: datetime | None = None
    """When we noticed; the promise itself broke at `acknowledge_by`."""
    released_at: datetime | None = None

    @classmethod
    def made(cls, at: datetime) -> Self:
        """The promise every complaint starts with."""
        return cls(acknowledge_by=at + ACKNOWLEDGE_WITHIN)

    def state(self, now: datetime) -> PromiseState:
        """How the promise stands at `now`, whether or not the alarm has rung yet."""
        if self.broken_at or self.is_overdue(now):
            return PromiseState.BROKEN
        if self.acknowledged_at:
            return PromiseState.KEPT
        return PromiseState.RELEASED if self.released_at else PromiseState.RUNNING

    def is_overdue(self, now: datetime) -> bool:
        """Whether the time has come with nothing said, and nobody has noticed yet."""
        waiting = not (self.acknowledged_at or self.broken_at or self.released_at)
        return waiting and now >= self.acknowledge_by

    def broken(self, at: datetime) -> Self:
        """The breach, put on record."""
        return replace(self, broken_at=at)

    def acknowledged(self, at: datetime) -> Self:
        """We have spoken. A breach stays on record."""
        return replace(self, acknowledged_at=self.acknowledged_at or at)

    def released(self, at: datetime) -> Self:
        """Nobody waits for us any more."""
        return self if self.acknowledged_at else replace(self, released_at=at)
