"""Where the time comes from: edges read a clock, everything inside gets the instant given."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant, in UTC."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


class ClockAhead:
    """The clock of the machine, and so much more: for a company on trial that shall be later."""

    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        """The instant that much after the present one, aware, in UTC."""
        return datetime.now(UTC) + self._ahead


class StoppedClock:
    """A clock that moves only when told to, for tests and rehearsals."""

    def __init__(self, at: datetime) -> None:
        self._now = at.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was last set to."""
        return self._now

    def move_to(self, at: datetime) -> None:
        """Set the clock."""
        self._now = at.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move the clock on."""
        self._now += by
