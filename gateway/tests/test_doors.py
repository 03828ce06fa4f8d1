"""A service that fails is given a pause; a crowded one turns courtesy away first."""

from contextlib import suppress
from typing import Any

import pytest

from chassis.events import Lane
from gateway.doors import FAILURES, LONGEST_PAUSE, Breaker, Door
from gateway.exchange import ClientGone, Exchange
from gateway.refusals import Away, Crowded, Failed
from gateway.routes import Route
from gateway.testing.echo import EchoService
from gateway.testing.house import House

CORE = Route(prefix="/v1/claims", service="claims")
COURTESY = Route(prefix="/v1/gifts", service="claims", lane=Lane.COURTESY)
STREAM = Route(prefix="/v1/stream", service="claims", stream=True)


class Nowhere:
    async def answer(self, scope: Any, exchange: Exchange) -> None:
        raise AssertionError

    async def close(self) -> None:
        pass


class Hand:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def visit(door: Door, error: Exception | None = None, route: Route = CORE) -> None:
    """Go in and come out again, with or without an error; a refusal at the door is raised."""
    entered = door.enter(route)
    with suppress(Failed, ClientGone), entered:
        if error is not None:
            raise error


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def door(clock: Hand) -> Door:
    return Door("claims", Nowhere(), room=4, streams=2, breaker=Breaker(clock=clock))


def test_a_service_that_keeps_failing_is_given_a_pause(door: Door) -> None:
    for _ in range(FAILURES):
        visit(door, Failed("broken"))

    with pytest.raises(Away) as refused:
        visit(door)
    assert (b"retry-after", b"1") in refused.value.headers


def test_an_answer_in_between_starts_the_count_anew(door: Door) -> None:
    for _ in range(FAILURES - 1):
        visit(door, Failed("broken"))
    visit(door)
    visit(door, Failed("broken"))

    assert not door.breaker.open


def test_clients_that_leave_do_not_count_against_a_service(door: Door) -> None:
    for _ in range(FAILURES * 2):
        visit(door, ClientGone())

    assert not door.breaker.open


def test_after_the_pause_one_request_finds_out(door: Door, clock: Hand) -> None:
    for _ in range(FAILURES):
        visit(door, Failed("broken"))
    clock.now += 1

    with door.enter(CORE), pytest.raises(Away):
        visit(door)

    assert not door.breaker.open
    visit(door)


def test_a_client_that_leaves_while_finding_out_leaves_it_to_the_next(
    door: Door, clock: Hand
) -> None:
    for _ in range(FAILURES):
        visit(door, Failed("broken"))
    clock.now += 1

    visit(door, ClientGone())
    visit(door)

    assert not door.breaker.open


def test_pauses_grow_up_to_a_limit(door: Door, clock: Hand) -> None:
    for _ in range(FAILURES):
        visit(door, Failed("broken"))
    pauses = []
    for _ in range(8):
        began = clock.now
        while True:
            clock.now += 0.5
            try:
                visit(door, Failed("broken"))
            except Away:
                continue
            if door.breaker.open:
                pauses.append(clock.now - began)
                break

    assert pauses[:3] == [1.0, 2.0, 4.0]
    assert pauses[-1] == LONGEST_PAUSE


def test_core_has_room_when_courtesy_has_none_left(door: Door) -> None:
    with door.enter(COURTESY), door.enter(COURTESY):
        with pytest.raises(Crowded):
            door.enter(COURTESY)
        with door.enter(CORE), door.enter(CORE), pytest.raises(Crowded):
            door.enter(CORE)

    assert door.shed == {Lane.CORE: 1, Lane.COURTESY: 1}
    assert door.inside == 0


def test_courtesy_waits_outside_while_core_fills_half_the_room(door: Door) -> None:
    with door.enter(CORE), door.enter(CORE):
        with pytest.raises(Crowded):
            door.enter(COURTESY)
        visit(door)


def test_listeners_do_not_use_up_the_room(door: Door) -> None:
    with door.enter(STREAM), door.enter(STREAM):
        with pytest.raises(Crowded):
            door.enter(STREAM)
        visit(door)


async def test_a_crowded_service_refuses_at_once(house: House, service: EchoService) -> None:
    upstream = await house.upstream("uvicorn", service)
    port = await house.front(upstream, room=1)
    client = await house.client(port)

    async with house.connected(port) as waiting:
        await waiting.send(
            b"GET /v1/claims/silence HTTP/1.1\r\nhost: x\r\nauthorization: Bearer mira\r\n\r\n"
        )
        await house.until(lambda: service.seen.calls == 1)
        crowded = await client.get("/v1/claims/status/200")
    await house.until(lambda: bool(service.seen.left))
    free = await client.get("/v1/claims/status/200")

    assert (crowded.status_code, crowded.json()["code"]) == (503, "overloaded")
    assert crowded.headers["retry-after"] == "1"
    assert free.status_code == 200


async def test_a_service_that_is_away_is_soon_not_even_asked(house: House) -> None:
    client = await house.client(await house.front(house.over_http(1)))

    said = [(await client.get("/v1/claims")).json()["detail"] for _ in range(FAILURES + 1)]

    assert said == ["nothing answers at its address"] * FAILURES + [
        "it failed again and again and is given a pause"
    ]
