"""Work: one transaction, with the events it will have caused and the alarms it sets."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.events import Envelope, Event, Lane


class Work:
    """What a use case works with.

    Nothing in here commits: whoever opened the work does, before the answer leaves. An effect, its
    events and its alarms are in one transaction.
    """

    session: AsyncSession
    now: datetime
    """The instant this work began: UTC, read once."""
    cause: Envelope | None
    """The event being reacted to, if any."""

    def publish(self, *events: Event) -> None:
        """Say these facts aloud once this work is committed, in this order."""
        raise NotImplementedError

    def set_alarm(
        self, name: str, key: str | UUID, *, at: datetime, lane: Lane = Lane.CORE
    ) -> None:
        """Ring `name` for `key` at `at`; setting it again moves it."""
        raise NotImplementedError

    def cancel_alarm(self, name: str, key: str | UUID) -> None:
        """Forget the alarm, if it is set."""
        raise NotImplementedError


OpenWork = Callable[..., AbstractAsyncContextManager[Work]]
"""`async with open_work(cause=None) as work:` commits on leaving, rolls back on any exception."""
