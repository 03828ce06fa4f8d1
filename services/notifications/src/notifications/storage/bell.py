"""The bell of the inboxes: wakes the open streams of a customer when something new lies there.

PostgreSQL carries the ring to every replica (LISTEN/NOTIFY, on commit), our own included.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary

from chassis.database import Database
from chassis.errors import Conflict
from chassis.work import Works

CHANNEL: Final = "inbox"
MOST_STREAMS: Final = 5
"""Of one customer, in one process."""


class TooManyStreams(Conflict, code="too-many-streams"):
    """You have as many streams open as we allow; close one."""


class Bell:
    """Who waits for news in which inbox, in this process."""

    def __init__(self) -> None:
        self._waiting: defaultdict[UUID, set[asyncio.Event]] = defaultdict(set)
        self.silent = False
        """Nobody waits any more: we are stopping."""

    def must_have_room(self, customer_id: UUID) -> None:
        """Refuse one stream more than a customer may have."""
        if len(self._waiting.get(customer_id, ())) >= MOST_STREAMS:
            raise TooManyStreams(f"at most {MOST_STREAMS} streams at a time")

    @contextmanager
    def waiting(self, customer_id: UUID) -> Iterator[asyncio.Event]:
        """Wait for news of this customer: the event is set when there may be some."""
        rung = asyncio.Event()
        self._waiting[customer_id].add(rung)
        try:
            yield rung
        finally:
            self._waiting[customer_id].discard(rung)
            if not self._waiting[customer_id]:
                del self._waiting[customer_id]

    def ring(self, customer_id: UUID) -> None:
        """There is news for this customer."""
        for rung in self._waiting.get(customer_id, ()):
            rung.set()

    def ring_all(self) -> None:
        """There may be news for anybody."""
        for customer_id in self._waiting:
            self.ring(customer_id)

    def fall_silent(self) -> None:
        """Wake everybody for the last time."""
        self.silent = True
        self.ring_all()

    async def listen(self, database: Database) -> None:
        """Ring whenever PostgreSQL says so, until the connection is lost."""
        async with database.engine.connect() as connection:
            pooled = await connection.get_raw_connection()
            driver: Any = pooled.driver_connection  # asyncpg's own: SQLAlchemy has no LISTEN
            lost = asyncio.Event()
            driver.add_termination_listener(lambda _: lost.set())
            try:
                await driver.add_listener(CHANNEL, lambda *said: self.ring(UUID(said[3])))
                self.ring_all()  # for what was said while nobody listened
                await lost.wait()
                raise ConnectionError("the database no longer tells us of new items")
            finally:
                await connection.invalidate()  # a connection that listens serves nobody else


_bells: Final[WeakKeyDictionary[Works, Bell]] = WeakKeyDictionary()


def bell_of(works: Works) -> Bell:
    """The bell of an open service: one per service and process."""
    return _bells.setdefault(works, Bell())
