"""What the rabbit bus does when the broker goes away, hangs, or forgets us; and that it tells."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aio_pika
import pytest

from chassis.bus import Bus, NotTaken, Subscription
from chassis.bus.rabbit import Patience, RabbitBus
from chassis.bus.rabbit.consumer import Consumer
from chassis.testing.buses import HASTE, Reader, Room, an_envelope, say, tales, until
from chassis.testing.proxy import Proxy

pytestmark = pytest.mark.rabbit

UNWATCHED = replace(HASTE, watch=3600)


@pytest.fixture
async def road(amqp_url: str) -> AsyncIterator[tuple[Proxy, str]]:
    async with Proxy.before(amqp_url, default_port=5672) as (proxy, url):
        yield proxy, url


async def test_a_broker_that_restarts_is_found_again_and_nothing_is_lost(
    rabbit_room: Room, road: tuple[Proxy, str]
) -> None:
    proxy, url = road
    bus, reader = await rabbit_room.open(url), Reader()
    subscription = await bus.subscribe(rabbit_room.queue(), reader)
    await say(bus, tales(1, 50))
    await until(lambda: len(reader.heard) == 50)

    await proxy.cut()
    await until(lambda: not bus.alive and not subscription.alive)
    (answer,) = await bus.publish([an_envelope(51)])
    saying = asyncio.create_task(say(bus, tales(51, 100)))
    await proxy.let_through()
    await saying

    await until(lambda: set(reader.versions) == set(range(1, 101)))
    assert isinstance(answer, NotTaken)
    assert (bus.alive, subscription.alive) == (True, True)


async def test_a_broker_that_restarts_again_and_again_while_all_are_busy(
    rabbit_room: Room, road: tuple[Proxy, str]
) -> None:
    proxy, url = road
    bus, reader = await rabbit_room.open(url), Reader()
    await bus.subscribe(rabbit_room.queue(), reader)
    saying = asyncio.create_task(_say_in_portions(bus, 2000))

    for portion in (200, 600, 1000):
        await until(lambda: len(set(reader.versions)) > portion)  # noqa: B023 - it is awaited here
        await proxy.cut()
        await proxy.let_through()
    await saying

    await until(lambda: len(set(reader.versions)) == 2000)
    first_heard = list(dict.fromkeys(reader.versions))
    assert first_heard == list(range(1, 2001))


async def _say_in_portions(bus: Bus, last: int) -> None:
    for first in range(1, last + 1, 100):
        await say(bus, tales(first, first + 99))


async def test_a_batch_in_hand_when_the_broker_went_is_heard_again(
    rabbit_room: Room, road: tuple[Proxy, str]
) -> None:
    proxy, url = road
    steady, bus, reader = await rabbit_room.open(), await rabbit_room.open(url), Reader()
    subscription = await bus.subscribe(rabbit_room.queue(), reader)
    reader.gate.clear()
    await say(steady, tales(1, 3))
    await until(lambda: reader.in_hand == 1)

    await proxy.cut()
    await until(lambda: not subscription.alive)
    reader.gate.set()
    await proxy.let_through()

    await until(lambda: set(reader.versions[1:]) >= {1, 2, 3})
    assert reader.most_in_hand == 1


async def test_a_channel_the_broker_closes_is_opened_again(rabbit_room: Room) -> None:
    bus, reader = await rabbit_room.open(patience=UNWATCHED), Reader()
    subscription = await bus.subscribe(rabbit_room.queue(), reader)

    await _offend(bus)
    await _offend(subscription)
    await say(bus, tales(1, 3))

    await until(lambda: set(reader.versions) == {1, 2, 3})
    await until(lambda: bus.alive and subscription.alive)


async def _offend(user: Bus | Subscription) -> None:
    """Ask for a queue that is not there: the broker closes the channel."""
    link = user._publisher.link if isinstance(user, RabbitBus) else user.link  # type: ignore[union-attr]
    session = link.session
    assert session is not None
    with pytest.raises(aio_pika.exceptions.ChannelNotFoundEntity):
        await session.channel.declare_queue("nowhere", passive=True)
    await until(lambda: session.over)


async def test_a_queue_that_is_deleted_is_made_again(rabbit_room: Room) -> None:
    """At once: the broker tells, nobody has to look."""
    bus, reader, queue = await rabbit_room.open(patience=UNWATCHED), Reader(), rabbit_room.queue()
    subscription = await bus.subscribe(queue, reader)
    assert isinstance(subscription, Consumer)
    before = subscription.link.session

    async with await aio_pika.connect(rabbit_room.url) as connection:
        await (await connection.channel()).queue_delete(queue.name)

    await until(lambda: subscription.link.session is not before and subscription.alive)
    await say(bus, tales(1, 3))
    await until(lambda: reader.versions == [1, 2, 3])


async def test_a_road_that_hangs_is_noticed_and_left(
    rabbit_room: Room, road: tuple[Proxy, str]
) -> None:
    proxy, url = road
    patience = Patience(connect=2, answer=0.3, confirm=0.3, watch=0.1, longest_pause=0.1)
    bus, reader = await rabbit_room.open(url, patience=patience), Reader()
    subscription = await bus.subscribe(rabbit_room.queue(), reader)

    proxy.freeze()
    (answer,) = await bus.publish([an_envelope(1)])
    await until(lambda: not bus.alive and not subscription.alive)
    await proxy.cut()
    await proxy.let_through()

    assert isinstance(answer, NotTaken)
    assert "in time" in str(answer)
    await until(lambda: bus.alive and subscription.alive)
    await say(bus, [an_envelope(1)])
    await until(lambda: bool(reader.heard))


async def test_a_publisher_without_confirms_begins_again(
    rabbit_room: Room, road: tuple[Proxy, str]
) -> None:
    proxy, url = road
    patience = replace(UNWATCHED, answer=0.3, confirm=0.3)
    bus, steady = await rabbit_room.open(url, patience=patience), await rabbit_room.open()
    await steady.subscribe(rabbit_room.queue(), Reader())
    proxy.freeze()

    answers = await bus.publish(tales(1, 3))

    assert [str(answer) for answer in answers] == ["the broker did not confirm in time"] * 3
    assert not bus.alive
    await proxy.let_through()
    await say(bus, tales(1, 3))


async def test_a_consumer_the_broker_forgot_is_noticed(rabbit_room: Room) -> None:
    bus, reader = await rabbit_room.open(), Reader()
    subscription = await bus.subscribe(rabbit_room.queue(), reader)
    assert isinstance(subscription, Consumer)
    before = subscription.link.session
    assert before is not None

    channel: Any = await before.channel.get_underlay_channel()
    (tag,) = channel.consumers
    await channel.basic_cancel(tag)  # as if the two had lost sight of one another

    await until(lambda: subscription.link.session is not before and subscription.alive)
    await say(bus, [an_envelope()])
    await until(lambda: bool(reader.heard))
    assert "no reader" in before.why


async def test_stopping_does_not_wait_for_a_broker_that_is_away(
    rabbit_room: Room, road: tuple[Proxy, str]
) -> None:
    proxy, url = road
    bus, reader = await rabbit_room.open(url, patience=HASTE), Reader()
    subscription = await bus.subscribe(rabbit_room.queue(), reader)
    await proxy.cut()
    await until(lambda: not subscription.alive)

    async with asyncio.timeout(5):
        await subscription.stop()
        await bus.close()

    assert not bus.alive
