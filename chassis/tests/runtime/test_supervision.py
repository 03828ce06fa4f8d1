"""Loops go on whatever happens to them; core comes before courtesy."""

import asyncio
from collections.abc import Sequence

import pytest

from chassis.bus import Delivery
from chassis.events import Lane
from chassis.service import supervision
from chassis.service.lanes import Precedence
from chassis.service.supervision import Supervisor
from chassis.testing.buses import an_envelope, until


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 0.01)


async def test_a_loop_that_fails_is_a_fault_and_begins_again() -> None:
    supervisor = Supervisor()
    began, mended = [], asyncio.Event()

    async def loop() -> None:
        began.append(supervisor.faults.get("relay"))
        if not mended.is_set():
            raise ConnectionError("the database is away")
        await asyncio.Event().wait()

    supervisor.start("relay", loop)
    await until(lambda: len(began) > 2)
    mended.set()
    await until(lambda: not supervisor.faults)
    await supervisor.stop()

    assert began[0] is None
    assert began[1] == "ConnectionError: the database is away"


async def test_a_loop_that_ends_is_no_fault() -> None:
    supervisor = Supervisor()
    ended = asyncio.Event()

    async def loop() -> None:
        ended.set()

    supervisor.start("listening", loop)
    await ended.wait()
    await supervisor.stop()

    assert supervisor.faults == {}


async def test_stopping_one_loop_lets_the_others_run() -> None:
    supervisor = Supervisor()
    running: set[str] = set()

    async def loop(name: str) -> None:
        running.add(name)
        try:
            await asyncio.Event().wait()
        finally:
            running.discard(name)

    for name in ("relay", "alarms"):
        supervisor.start(name, lambda name=name: loop(name))  # type: ignore[misc]
    await until(lambda: len(running) == 2)

    await supervisor.stop("relay")
    left = set(running)
    await supervisor.stop()

    assert (left, running) == ({"alarms"}, set())


async def test_courtesy_waits_until_no_core_batch_is_waiting() -> None:
    taken: list[str] = []
    gate = asyncio.Event()

    async def deliver(batch: Sequence[Delivery]) -> None:
        await gate.wait()
        taken.extend(delivery.type for delivery in batch)  # type: ignore[union-attr]

    precedence = Precedence(deliver)
    core, courtesy = precedence.of(Lane.CORE), precedence.of(Lane.COURTESY)
    async with asyncio.TaskGroup() as lanes:
        lanes.create_task(core([an_envelope(type_="claims.first.v1")]))
        await asyncio.sleep(0)
        lanes.create_task(courtesy([an_envelope(type_="care.card.v1")]))
        await asyncio.sleep(0)
        lanes.create_task(core([an_envelope(type_="claims.second.v1")]))
        await asyncio.sleep(0)
        gate.set()

    assert taken == ["claims.first.v1", "claims.second.v1", "care.card.v1"]


async def test_courtesy_is_taken_when_core_has_failed() -> None:
    taken: list[Sequence[Delivery]] = []

    async def deliver(batch: Sequence[Delivery]) -> None:
        taken.append(batch)
        if len(taken) == 1:
            raise ConnectionError("the database is away")

    precedence = Precedence(deliver)
    with pytest.raises(ConnectionError):
        await precedence.of(Lane.CORE)([an_envelope()])

    await precedence.of(Lane.COURTESY)([an_envelope()])

    assert len(taken) == 2
