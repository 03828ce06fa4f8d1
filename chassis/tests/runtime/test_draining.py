"""Told to stop, a service finishes what it began: a real process gets SIGTERM under load."""

import asyncio
import json
import secrets
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import aio_pika
import asyncpg
import httpx2
import pytest
from child import DEADLINE, free_port, start
from greetings.service import CardAdmired, CardWritten, greetings

from chassis.bus import Bus
from chassis.bus.rabbit import RabbitBus
from chassis.events import Envelope, Event, Lane
from chassis.identity import TrialIssuer
from chassis.ids import new_id
from chassis.migrations import migrate
from chassis.testing import OPENING_DAY
from chassis.testing.buses import until

pytestmark = pytest.mark.rabbit
ENOUGH = 30


@dataclass
class Greetings:
    """The service in a process of its own, and what belongs to it."""

    name: str
    database_url: str
    amqp_url: str
    keys: Path
    port: int = field(default_factory=free_port)
    children: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def start(self, **settings: object) -> asyncio.subprocess.Process:
        child = await start(
            self.name,
            str(self.keys),
            module="greetings",
            database_url=self.database_url,
            bus_url=self.amqp_url,
            port=self.port,
            log_level="WARNING",
            **settings,
        )
        self.children.append(child)
        return child

    async def is_ready(self, *, wanted: bool = True) -> None:
        """Return when it is, or is not any more."""
        async with asyncio.timeout(DEADLINE), httpx2.AsyncClient(base_url=self.base) as http:
            while await _is_ready(http) is not wanted:  # noqa: ASYNC110 - it is another process
                await asyncio.sleep(0.02)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        issuer = TrialIssuer.for_embedded(self.keys, host="127.0.0.1", oidc_issuer=None)
        return {"Authorization": f"Bearer {issuer.token('mira', ['writer'])}"}

    async def ids(self, statement: str) -> set[UUID]:
        connection = await asyncpg.connect(self.database_url)
        try:
            return {row[0] for row in await connection.fetch(statement)}
        finally:
            await connection.close()


async def _is_ready(http: httpx2.AsyncClient) -> bool:
    try:
        return (await http.get("/readyz")).status_code == 200
    except httpx2.TransportError:
        return False


@pytest.fixture
async def house(
    database_url_factory: Callable[[], str], amqp_url: str, tmp_path: Path
) -> AsyncIterator[Greetings]:
    house = Greetings(
        f"greetings-{secrets.token_hex(6)}", database_url_factory(), amqp_url, tmp_path
    )
    await migrate(house.database_url, greetings.name)
    yield house
    for child in house.children:
        if child.returncode is None:
            child.kill()
            await child.communicate()
    async with await aio_pika.connect(amqp_url) as connection:
        channel = await connection.channel()
        for lane in Lane:
            await channel.queue_delete(f"{house.name}.{lane}")
            await channel.queue_delete(f"{house.name}.{lane}.dead")
        await channel.exchange_delete(house.name)
        await channel.exchange_delete(f"{house.name}.dead")


@pytest.fixture
async def bus(house: Greetings) -> AsyncIterator[Bus]:
    bus = RabbitBus(house.amqp_url, name="test", exchange=house.name)
    await bus.start()
    yield bus
    await bus.close()


class Writers:
    """Clients that write cards until nobody lets them in any more."""

    def __init__(self, house: Greetings) -> None:
        self._house = house
        self.answered: dict[str, UUID] = {}

    async def write(self, *, takes: float = 0.4) -> None:
        async with httpx2.AsyncClient(base_url=self._house.base, timeout=DEADLINE) as http:
            while True:
                words = str(new_id())
                try:
                    answer = await http.post(
                        "/v1/cards",
                        json={"words": words, "takes": takes},
                        headers=self._house.headers | {"Idempotency-Key": words},
                    )
                except httpx2.ConnectError:
                    return
                except httpx2.TransportError:
                    continue  # closed before it was begun, or so the test must prove
                if answer.status_code == 503:
                    return
                assert answer.status_code == 201, answer.text
                self.answered[words] = UUID(answer.json()["id"])


class Speaker:
    """Says events until it is done."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self.said: set[UUID] = set()
        self.done = False

    async def speak(self) -> None:
        while not self.done:
            await asyncio.sleep(0.01)
            events = [CardWritten(card_id=new_id(), words="Thank you") for _ in range(20)]
            admired = [CardAdmired(card_id=new_id()) for _ in range(5)]
            envelopes = [envelope_of(event) for event in (*events, *admired)]
            answers = await self._bus.publish(envelopes)
            for envelope, answer in zip(envelopes, answers, strict=True):
                if answer is None:
                    self.said.add(UUID(envelope.subject))


def envelope_of(event: Event) -> Envelope:
    return Envelope(
        id=new_id(),
        type=event.wire_name,
        source="test",
        subject=event.subject,
        subject_version=1,
        time=OPENING_DAY,
        lane=event.lane,
        data=event.model_dump_json().encode(),
    )


async def stopped(child: asyncio.subprocess.Process) -> list[dict[str, Any]]:
    """Tell it to stop; what it has logged by the time it is gone."""
    child.send_signal(signal.SIGTERM)
    async with asyncio.timeout(DEADLINE):
        _, errors = await child.communicate()
    assert child.returncode == 0, errors.decode()
    assert b"Traceback" not in errors, errors.decode()
    return [json.loads(line) for line in errors.splitlines()]


async def test_no_request_that_was_begun_goes_without_its_answer(house: Greetings) -> None:
    child = await house.start()
    await house.is_ready()
    writers = Writers(house)
    async with asyncio.TaskGroup() as writing:
        for _ in range(8):
            writing.create_task(writers.write())
        await until(lambda: len(writers.answered) > ENOUGH)

        logged = await stopped(child)

    begun = {line["card"] for line in logged if line["event"] == "begun"}
    assert begun == set(writers.answered)
    assert await house.ids("SELECT id FROM cards") == set(writers.answered.values())
    assert await house.ids("SELECT event_id FROM outbox") == set()


async def test_no_event_that_was_taken_is_lost_or_given_back(house: Greetings, bus: Bus) -> None:
    child = await house.start()
    await house.is_ready()
    speaker = Speaker(bus)
    speaking = asyncio.create_task(speaker.speak())
    await until(lambda: len(speaker.said) > ENOUGH)

    await stopped(child)
    taken = await house.ids("SELECT id FROM heard_cards")
    speaker.done = True
    await speaking
    left = await left_on(house)

    assert taken & left == set()
    assert taken | left == speaker.said
    assert await house.ids("SELECT event_id FROM deferred") == set()


async def left_on(house: Greetings) -> set[UUID]:
    """The subjects of what the broker still has for the service."""
    left = set()
    async with await aio_pika.connect(house.amqp_url) as connection:
        channel = await connection.channel()
        for lane in Lane:
            queue = await channel.declare_queue(f"{house.name}.{lane}", passive=True)
            count = queue.declaration_result.message_count or 0
            async with queue.iterator() as messages:
                for _ in range(count):
                    left.add(UUID(str((await anext(messages)).headers["ce-subject"])))
    return left


async def test_a_request_that_does_not_end_is_waited_for_only_so_long(house: Greetings) -> None:
    child = await house.start(drain_seconds=1)
    await house.is_ready()
    endless = asyncio.create_task(Writers(house).write(takes=600))
    await until_begun(house)

    await stopped(child)

    assert await house.ids("SELECT id FROM cards") == set()
    await endless


async def test_a_second_signal_waits_for_nobody(house: Greetings) -> None:
    child = await house.start(drain_seconds=600)
    await house.is_ready()
    endless = asyncio.create_task(Writers(house).write(takes=600))
    await until_begun(house)

    child.send_signal(signal.SIGTERM)
    await house.is_ready(wanted=False)
    await stopped(child)

    assert await house.ids("SELECT id FROM cards") == set()
    await endless


async def until_begun(house: Greetings) -> None:
    """Return when a card is being written: its transaction is open, its row is not to be seen."""
    writing = "SELECT gen_random_uuid() FROM pg_locks WHERE relation = 'cards'::regclass"
    async with asyncio.timeout(DEADLINE):
        while not await house.ids(f"{writing} AND mode = 'RowExclusiveLock'"):
            pass
