"""Hearing: one queue, in micro-batches, one call at a time, acknowledged after it returns."""

import asyncio
from collections import deque
from typing import cast

import structlog
from aiormq.abc import DeliveredMessage

from chassis.bus import BATCH, Deliver, Queue
from chassis.bus.rabbit.link import Link, Session
from chassis.bus.rabbit.messages import incoming
from chassis.bus.rabbit.patience import Patience
from chassis.bus.rabbit.topology import PREFETCH, declare_queue

log = structlog.get_logger(__name__)


class Consumer:
    """The tenant of a link that reads one queue; a `Subscription`.

    A batch is what has arrived when the last one is done: one event at once when it is quiet, a
    hundred under load. A batch that cannot be taken is offered again after a pause and not given
    back: giving back counts towards the delivery limit and lets later events overtake.
    """

    def __init__(
        self, url: str, queue: Queue, deliver: Deliver, *, exchange: str, patience: Patience
    ) -> None:
        self._queue = queue
        self._deliver = deliver
        self._exchange = exchange
        self._patience = patience
        self.link = Link(url, name=f"{queue.name} reads", patience=patience, tenant=self)

    @property
    def alive(self) -> bool:
        """It is really consuming."""
        return self.link.alive

    async def stop(self) -> None:
        """Finish and acknowledge the batch in hand; the rest goes to the next reader."""
        await self.link.stop()

    async def work(self, session: Session) -> None:
        """Consume until the session is over."""
        arrived = await self._consume(session)
        session.at_work.set()
        while not session.over:
            if arrived:
                size = min(BATCH, len(arrived))
                await self._take(session, [arrived.popleft() for _ in range(size)])
            else:
                await session.stirred.wait()
                session.stirred.clear()

    async def check(self, session: Session) -> None:
        """Ask whether the queue is there and has a reader."""
        queue = await session.channel.declare_queue(self._queue.name, passive=True)
        if not queue.declaration_result.consumer_count:
            raise LookupError("the broker knows no reader of this queue")

    async def _consume(self, session: Session) -> deque[DeliveredMessage]:
        arrived: deque[DeliveredMessage] = deque()

        async def on_message(message: DeliveredMessage) -> None:
            arrived.append(message)
            session.stirred.set()

        async with asyncio.timeout(self._patience.answer):
            await declare_queue(session.channel, self._exchange, self._queue)
            await session.channel.set_qos(prefetch_count=PREFETCH[self._queue.lane])
            channel = await session.channel.get_underlay_channel()
            channel.on_consumer_cancel_callbacks.add(lambda _: session.end("the queue is gone"))
            await channel.basic_consume(self._queue.name, on_message)
        return arrived

    async def _take(self, session: Session, batch: list[DeliveredMessage]) -> None:
        deliveries = [incoming(message) for message in batch]
        failed = 0
        while not session.over:
            try:
                await self._deliver(deliveries)
            except Exception as error:  # noqa: BLE001 - none is taken, whatever the reason
                pause = self._patience.pause(failed)
                log.warning(
                    "events wait to be taken",
                    queue=self._queue.name,
                    pause=pause,
                    error=repr(error),
                )
                await session.rest(pause)
                failed += 1
            else:
                last = batch[-1]
                await last.channel.basic_ack(cast("int", last.delivery_tag), multiple=True)
                return
