"""What the broker holds of us: messages in binary mode, and dead letters as a second net."""

from collections.abc import AsyncIterator

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_binary_event
from pamqp.common import FieldTable

from chassis.bus import NotTaken, Undecodable, Unroutable
from chassis.bus.rabbit.topology import DELIVERY_LIMIT
from chassis.testing.buses import Reader, Room, an_envelope, say, tales, until

pytestmark = pytest.mark.rabbit


@pytest.fixture
async def channel(amqp_url: str) -> AsyncIterator[AbstractChannel]:
    async with await aio_pika.connect(amqp_url) as connection:
        yield await connection.channel()


async def test_a_message_is_a_cloudevent_in_binary_mode(
    rabbit_room: Room, channel: AbstractChannel
) -> None:
    bus, envelope = await rabbit_room.open(), an_envelope(7, traceparent="00-1-2-01")
    tap = await channel.declare_queue(exclusive=True)
    await tap.bind(rabbit_room.name, "tale.#")

    await say(bus, [envelope])

    message = await tap.get(no_ack=True)
    assert message.headers == {
        "ce-specversion": "1.0",
        "ce-id": str(envelope.id),
        "ce-type": "tale.told.v1",
        "ce-source": "tale",
        "ce-subject": "the fox",
        "ce-time": "2026-03-01T12:30:00.123456Z",
        "ce-subjectversion": "7",
        "ce-lane": "core",
        "ce-traceparent": "00-1-2-01",
    }
    assert message.content_type == "application/json"
    assert message.body == envelope.data
    assert message.delivery_mode == aio_pika.DeliveryMode.PERSISTENT
    event = from_binary_event(
        RabbitMQMessage(
            {name: str(value) for name, value in message.headers.items()},
            message.content_type,
            message.body,
        )
    )
    assert event.get_data() == {"says": "音"}


@pytest.mark.parametrize(
    ("headers", "content_type"),
    [
        ({}, "application/json"),
        ({"x-death": [{"count": 1}], "ce-id": bytearray(b"\xff"), "n": None}, None),
        ({"ce-specversion": "1.0", "ce-id": "1", "ce-type": "t"}, "text/plain"),
    ],
)
async def test_what_is_no_event_of_ours_is_handed_over_as_it_came(
    rabbit_room: Room,
    channel: AbstractChannel,
    headers: FieldTable,
    content_type: str | None,
) -> None:
    bus, reader = await rabbit_room.open(), Reader()
    await bus.subscribe(rabbit_room.queue(), reader)
    exchange = await channel.get_exchange(rabbit_room.name)

    await exchange.publish(
        aio_pika.Message(b"\x00\xffnonsense", headers=headers, content_type=content_type),
        "tale.told.v1",
    )
    await say(bus, [an_envelope()])

    await until(lambda: len(reader.heard) == 2)
    junk = reader.heard[0]
    assert isinstance(junk, Undecodable)
    assert junk.body == b"\x00\xffnonsense"
    assert set(junk.headers) == set(headers)
    assert junk.error


async def test_a_message_the_broker_refuses_comes_back_alone(
    rabbit_room: Room, channel: AbstractChannel
) -> None:
    bus = await rabbit_room.open()
    full = await channel.declare_queue(
        exclusive=True, arguments={"x-max-length": 1, "x-overflow": "reject-publish"}
    )
    await full.bind(rabbit_room.name, "tale.told.v1")
    await bus.publish([an_envelope(1)])

    roomy = await channel.declare_queue(exclusive=True)
    await roomy.bind(rabbit_room.name, "tale.ended.v1")
    refused, taken = await bus.publish([an_envelope(2), an_envelope(1, type_="tale.ended.v1")])

    assert isinstance(refused, NotTaken)
    assert not isinstance(refused, Unroutable)
    assert taken is None
    assert bus.alive


async def test_an_event_that_kills_every_reader_ends_among_the_dead(
    rabbit_room: Room, amqp_url: str, channel: AbstractChannel
) -> None:
    bus, queue, reader = await rabbit_room.open(), rabbit_room.queue(), Reader()
    await bus.declare(queue)
    await say(bus, tales(1, 1))

    for _ in range(DELIVERY_LIMIT + 1):
        async with await aio_pika.connect(amqp_url) as connection:
            victim = await connection.channel()
            await victim.set_qos(prefetch_count=1)
            reading = await victim.declare_queue(queue.name, passive=True)
            async with reading.iterator(timeout=10) as messages:
                await anext(messages)
                await connection.close()

    await bus.subscribe(queue, reader)
    await say(bus, tales(2, 2))
    await until(lambda: reader.versions == [2])
    dead = await channel.declare_queue(f"{queue.name}.dead", passive=True)
    letter = await dead.get(no_ack=True)
    assert letter.headers["ce-subjectversion"] == "1"


async def test_refusing_does_not_wear_an_event_out(rabbit_room: Room) -> None:
    bus, reader = await rabbit_room.open(), Reader(refusing=DELIVERY_LIMIT + 5)
    await bus.subscribe(rabbit_room.queue(), reader)

    await say(bus, tales(1, 3))

    await until(lambda: len(reader.heard) >= 3)
    assert reader.versions == [1, 2, 3]
