"""Saying things aloud: mandatory, persistent, confirmed, many under way at once."""

import asyncio
from collections.abc import Sequence
from typing import Final

from aio_pika.abc import AbstractExchange
from aio_pika.exceptions import PublishError

from chassis.bus import NotTaken, Unroutable
from chassis.bus.rabbit.link import Link, Session
from chassis.bus.rabbit.messages import outgoing
from chassis.bus.rabbit.patience import Patience
from chassis.bus.rabbit.topology import declare_exchange
from chassis.events import Envelope

IN_FLIGHT: Final = 512  # from 64 on the broker no longer waits for us


class Publisher:
    """The tenant of a link of its own: a broker short of memory holds back publishers only."""

    def __init__(self, url: str, *, name: str, exchange: str, patience: Patience) -> None:
        self._exchange_name = exchange
        self._patience = patience
        self._exchange: AbstractExchange | None = None
        self._window = asyncio.Semaphore(IN_FLIGHT)
        self.link = Link(url, name=f"{name} publishes", patience=patience, tenant=self)

    async def work(self, session: Session) -> None:
        """Be ready to publish until the session is over."""
        async with asyncio.timeout(self._patience.answer):
            self._exchange = await declare_exchange(session.channel, self._exchange_name)
        session.at_work.set()
        await session.ended.wait()

    async def check(self, session: Session) -> None:
        """Ask for the exchange."""
        await session.channel.get_exchange(self._exchange_name)

    async def publish(self, envelopes: Sequence[Envelope]) -> list[Exception | None]:
        """Send all; for each, None when the broker confirmed it, else why not."""
        session, exchange = self.link.session, self._exchange
        if not self.link.alive or session is None or exchange is None:
            return [NotTaken("the broker cannot be reached")] * len(envelopes)
        deadline = asyncio.get_running_loop().time() + self._patience.confirm
        answers = await asyncio.gather(
            *(self._send(exchange, envelope, deadline) for envelope in envelopes)
        )
        if any(isinstance(answer, TimeoutError) for answer in answers):
            session.end("a confirm did not come in time")
        return [_plain(answer) for answer in answers]

    async def _send(
        self, exchange: AbstractExchange, envelope: Envelope, deadline: float
    ) -> BaseException | None:
        try:
            async with asyncio.timeout_at(deadline), self._window:
                await exchange.publish(outgoing(envelope), envelope.type, mandatory=True)
        except asyncio.CancelledError as error:
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            return error  # a channel that is closed cancels its confirms; nobody cancelled us
        except Exception as error:  # noqa: BLE001 - the answer for this envelope alone
            return error
        return None


def _plain(answer: BaseException | None) -> Exception | None:
    match answer:
        case None:
            return None
        case PublishError():
            refusal: NotTaken = Unroutable("no queue hears its type")
        case TimeoutError():
            refusal = NotTaken("the broker did not confirm in time")
        case _:
            refusal = NotTaken(f"the broker did not confirm: {answer!r}")
    refusal.__cause__ = answer
    return refusal
