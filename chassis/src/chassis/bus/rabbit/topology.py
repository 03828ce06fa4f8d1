"""What we declare on the broker. The same on RabbitMQ 3.10 and 4.

    exchange (topic) ──type──► claims.core ──given up──► exchange.dead (direct) ──► claims.core.dead

A queue has one active consumer, so order per subject holds across replicas and a spare takes over
by itself. Deliveries come back only when a consumer dies with them in hand; one that was there
`DELIVERY_LIMIT` times when that happened goes to the broker's dead letters, which nobody consumes.
"""

from typing import Final

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractQueue

from chassis.bus import Queue
from chassis.events import Lane

EXCHANGE: Final = "yinbao"
DELIVERY_LIMIT: Final = 20
PREFETCH: Final = {Lane.CORE: 400, Lane.COURTESY: 50}


async def declare_exchange(channel: AbstractChannel, exchange: str) -> AbstractExchange:
    """Make the exchange that every service publishes to."""
    return await channel.declare_exchange(exchange, ExchangeType.TOPIC, durable=True)


async def declare_queue(channel: AbstractChannel, exchange: str, queue: Queue) -> AbstractQueue:
    """Make the queue, its dead letters, and a binding for each type it hears."""
    dead = dead_exchange(exchange)
    await declare_exchange(channel, exchange)
    await channel.declare_exchange(dead, ExchangeType.DIRECT, durable=True)
    letters = await channel.declare_queue(
        f"{queue.name}.dead", durable=True, arguments={"x-queue-type": "quorum"}
    )
    await letters.bind(dead, queue.name)
    declared = await channel.declare_queue(
        queue.name,
        durable=True,
        arguments={
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": dead,
            "x-dead-letter-routing-key": queue.name,
            # A dead letter leaves its queue only when the other has it; needs this overflow.
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        },
    )
    for type_ in sorted(queue.types):
        await declared.bind(exchange, type_)
    return declared


def dead_exchange(exchange: str) -> str:
    """Where the broker sends what no consumer survives."""
    return f"{exchange}.dead"
