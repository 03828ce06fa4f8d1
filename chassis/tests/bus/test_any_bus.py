"""What every bus does: one suite for all of them."""

import asyncio
from dataclasses import replace

import pytest

from chassis.bus import BATCH, NotTaken, Queue, Unroutable, open_bus
from chassis.events import Envelope, Lane
from chassis.testing.buses import Reader, Room, an_envelope, say, tales, until


async def test_what_arrives_is_what_was_said(room: Room) -> None:
    bus, reader = await room.open(), Reader()
    await bus.subscribe(room.queue(), reader)
    envelope = an_envelope(7, traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")

    answers = await bus.publish([envelope])

    assert answers == [None]
    await until(lambda: bool(reader.heard))
    assert reader.heard == [envelope]


async def test_each_service_that_hears_a_type_gets_its_own_copy(room: Room) -> None:
    bus, claims, mail, deaf = await room.open(), Reader(), Reader(), Reader()
    await bus.subscribe(room.queue("claims"), claims)
    await bus.subscribe(room.queue("mail", "tale.told.v1", "tale.ended.v1"), mail)
    await bus.subscribe(room.queue("deaf", "song.sung.v1"), deaf)

    await say(bus, tales(1, 3))

    await until(lambda: len(claims.heard) == len(mail.heard) == 3)
    assert (claims.versions, mail.versions, deaf.heard) == ([1, 2, 3], [1, 2, 3], [])


async def test_lanes_of_a_service_are_queues_of_their_own(room: Room) -> None:
    bus, core, courtesy = await room.open(), Reader(), Reader()
    await bus.subscribe(room.queue("mail", "claim.paid.v1"), core)
    await bus.subscribe(room.queue("mail", "birthday.v1", lane=Lane.COURTESY), courtesy)
    courtesy.gate.clear()
    greeting = asyncio.create_task(say(bus, [an_envelope(type_="birthday.v1")]))

    await say(bus, [an_envelope(type_="claim.paid.v1")])

    await until(lambda: len(core.heard) == 1)
    courtesy.gate.set()
    await greeting
    await until(lambda: len(courtesy.heard) == 1)


async def test_what_nobody_hears_comes_back_and_the_rest_goes(room: Room) -> None:
    bus, reader = await room.open(), Reader()
    await bus.subscribe(room.queue(), reader)
    unheard = an_envelope(type_="tree.fell.v1")

    answers = await bus.publish([an_envelope(1), unheard, an_envelope(2), unheard])

    assert [type(answer) for answer in answers] == [type(None), Unroutable, type(None), Unroutable]
    await until(lambda: len(reader.heard) == 2)
    assert reader.versions == [1, 2]


@pytest.mark.parametrize(
    "spoilt",
    [
        replace(an_envelope(), type="t" * 256),
        replace(an_envelope(), subject="s" * 1_001),
        replace(an_envelope(), subject=""),
        replace(an_envelope(), data=b" " * 1_000_001),
    ],
    ids=["its type", "its subject", "no subject", "its body"],
)
async def test_an_event_that_cannot_travel_holds_back_no_other(
    room: Room, spoilt: Envelope
) -> None:
    bus, reader = await room.open(), Reader()
    await bus.subscribe(room.queue(), reader)

    refused, taken = await bus.publish([spoilt, an_envelope(2)])

    assert isinstance(refused, Exception)
    assert taken is None
    await until(lambda: reader.versions == [2])
    assert bus.alive


async def test_a_subject_is_heard_in_order(room: Room) -> None:
    bus, reader = await room.open(), Reader()
    await bus.subscribe(room.queue(), reader)

    await say(bus, tales(1, 700))

    await until(lambda: len(reader.heard) >= 700)
    assert reader.versions == list(range(1, 701))


async def test_what_was_said_before_its_reader_started_is_not_lost(room: Room) -> None:
    bus, reader, queue = await room.open(), Reader(), room.queue()
    await bus.declare(queue)
    saying = asyncio.create_task(say(bus, tales(1, 3)))
    await asyncio.sleep(0)

    await bus.subscribe(queue, reader)

    await saying
    await until(lambda: len(reader.heard) == 3)
    assert reader.versions == [1, 2, 3]


async def test_what_could_not_be_taken_is_handed_over_again_in_order(room: Room) -> None:
    bus, reader = await room.open(), Reader(refusing=3)
    await bus.subscribe(room.queue(), reader)

    await say(bus, tales(1, 250))

    await until(lambda: len(reader.heard) >= 250)
    assert reader.versions == list(range(1, 251))


async def test_a_busy_reader_is_handed_batches_one_at_a_time(room: Room) -> None:
    bus, reader = await room.open(), Reader()
    await bus.subscribe(room.queue(), reader)
    reader.gate.clear()
    saying = [asyncio.create_task(say(bus, tales(n, n + 99))) for n in (1, 101, 201)]
    await until(lambda: reader.in_hand == 1)

    reader.gate.set()
    await asyncio.gather(*saying)

    await until(lambda: len(reader.heard) >= 300)
    assert reader.most_in_hand == 1
    assert len(reader.batches) >= 2
    assert max(len(batch) for batch in reader.batches) <= BATCH


async def test_a_quiet_reader_is_handed_an_event_at_once(room: Room) -> None:
    bus, reader = await room.open(), Reader()
    await bus.subscribe(room.queue(), reader)

    for version in (1, 2):
        await bus.publish([an_envelope(version)])
        await until(lambda: len(reader.batches) == version)  # noqa: B023 - it is awaited here

    assert [len(batch) for batch in reader.batches] == [1, 1]


async def test_a_reader_that_stops_finishes_what_it_has_in_hand(room: Room) -> None:
    bus, first, second, queue = await room.open(), Reader(), Reader(), room.queue()
    subscription = await bus.subscribe(queue, first)
    first.gate.clear()
    saying = asyncio.create_task(say(bus, tales(1, 5)))
    await until(lambda: first.in_hand == 1)

    stopping = asyncio.create_task(subscription.stop())
    await asyncio.sleep(0)
    first.gate.set()
    await stopping

    assert not subscription.alive
    assert first.heard
    await bus.subscribe(queue, second)
    await saying
    await until(lambda: len(first.heard + second.heard) >= 5)
    assert first.versions + second.versions == [1, 2, 3, 4, 5]


async def test_a_spare_reader_takes_over_and_only_then(room: Room) -> None:
    bus, active, spare, queue = await room.open(), Reader(), Reader(), room.queue()
    subscription = await bus.subscribe(queue, active)
    other_bus = await room.open()
    standing_by = await other_bus.subscribe(queue, spare)
    await say(bus, tales(1, 3))
    await until(lambda: len(active.heard) == 3)
    assert spare.heard == []

    await subscription.stop()
    await say(bus, tales(4, 6))

    await until(lambda: len(spare.heard) == 3)
    assert (active.versions, spare.versions) == ([1, 2, 3], [4, 5, 6])
    assert standing_by.alive


async def test_a_closed_bus_takes_nothing_and_says_so(room: Room) -> None:
    bus, reader = await room.open(), Reader()
    subscription = await bus.subscribe(room.queue(), reader)
    assert (bus.alive, subscription.alive) == (True, True)

    await bus.close()

    assert (bus.alive, subscription.alive) == (False, False)
    (answer,) = await bus.publish([an_envelope()])
    assert isinstance(answer, NotTaken)


async def test_nothing_is_published_without_a_sound(room: Room) -> None:
    bus = await room.open()

    assert list(await bus.publish([])) == []


async def test_a_bus_is_opened_by_its_url() -> None:
    async with open_bus("memory://", name="claims") as bus:
        assert bus.alive
        await bus.declare(Queue(service="claims", lane=Lane.CORE, types=frozenset()))

    assert not bus.alive


@pytest.mark.rabbit
async def test_a_broker_is_opened_by_its_url(amqp_url: str) -> None:
    async with open_bus(amqp_url, name="claims") as bus:
        assert bus.alive

    assert not bus.alive


async def test_a_broker_that_is_away_is_an_error_at_once() -> None:
    with pytest.raises(ConnectionError):
        async with open_bus("amqp://guest:guest@127.0.0.1:1/", name="claims"):
            pass


async def test_a_url_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no bus for kafka://"):
        async with open_bus("kafka://there", name="claims"):
            pass
