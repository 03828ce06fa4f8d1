"""When one side leaves or breaks off, the other learns it, and nothing half looks whole."""

import asyncio

import httpx2
import pytest

from gateway.exchange import Deadlines
from gateway.testing.echo import EchoService
from gateway.testing.house import House
from gateway.upstreams import Upstream

KINDS = ("in process", "uvicorn", "nginx")
QUICK = Deadlines(first_byte=0.4, idle=0.4, client=0.4)


@pytest.fixture(params=KINDS)
async def upstream(request: pytest.FixtureRequest, house: House, service: EchoService) -> Upstream:
    return await house.upstream(request.param, service)


GET = b"GET /v1/claims/%s HTTP/1.1\r\nhost: x\r\nauthorization: Bearer mira\r\n\r\n"
POST = b"POST /v1/claims/%s HTTP/1.1\r\nhost: x\r\nauthorization: Bearer mira\r\n"


async def test_an_answer_that_breaks_off_is_cut_for_the_client_too(
    house: House, upstream: Upstream
) -> None:
    client = await house.client(await house.front(upstream))

    with pytest.raises(httpx2.RemoteProtocolError):
        await client.get("/v1/claims/break")


async def test_events_flow_while_the_stream_stays_open(
    house: House, upstream: Upstream, service: EchoService
) -> None:
    client = await house.client(await house.front(upstream))

    async with client.stream("GET", "/v1/claims/events") as answer:
        lines = answer.aiter_text()
        first = await anext(lines)
        service.go.set()
        second = await anext(lines)

    assert answer.headers["content-type"] == "text/event-stream"
    assert (first, second) == ("data: first\n\n", "data: second\n\n")


async def test_a_service_learns_that_the_listener_has_left(
    house: House, upstream: Upstream, service: EchoService
) -> None:
    port = await house.front(upstream)
    service.go.set()

    async with house.connected(port) as client:
        await client.send(GET % b"events")
        await client.head()
        client.leave()
        await house.until(lambda: bool(service.seen.left))

    assert service.seen.left == ["/v1/claims/events"]


async def test_a_service_learns_that_nobody_waits_for_its_answer(
    house: House, upstream: Upstream, service: EchoService
) -> None:
    port = await house.front(upstream)

    async with house.connected(port) as client:
        await client.send(GET % b"silence")
        await house.until(lambda: service.seen.calls == 1)
        client.leave()
        await house.until(lambda: bool(service.seen.left))

    assert service.seen.left == ["/v1/claims/silence"]


async def test_a_request_that_breaks_off_is_not_taken_for_whole(
    house: House, upstream: Upstream, service: EchoService
) -> None:
    port = await house.front(upstream)
    service.go.set()

    async with house.connected(port) as client:
        await client.send(POST % b"swallow" + b"content-length: 100000\r\n\r\n" + b"x" * 70_000)
        await house.until(lambda: service.seen.received > 0)
        client.leave()
    other = await (await house.client(port)).get("/v1/claims/status/200")

    assert other.content == b"hello"


async def test_a_service_that_does_not_begin_is_given_up(house: House, upstream: Upstream) -> None:
    client = await house.client(await house.front(upstream, deadlines=QUICK))

    answer = await client.get("/v1/claims/silence")

    assert answer.status_code == 504
    assert answer.json()["code"] == "gateway-timeout"


async def test_a_service_that_does_not_go_on_is_given_up(house: House, upstream: Upstream) -> None:
    client = await house.client(await house.front(upstream, deadlines=QUICK))

    with pytest.raises(httpx2.RemoteProtocolError):
        await client.get("/v1/claims/stall")


async def test_a_client_that_does_not_go_on_is_given_up(house: House, upstream: Upstream) -> None:
    port = await house.front(upstream, deadlines=QUICK)

    async with house.connected(port) as client:
        await client.send(POST % b"request" + b"content-length: 10\r\n\r\n12345")
        reply = await client.reply()
        rest = await client.rest()

    assert (reply.status, reply.headers["content-type"]) == (408, "application/problem+json")
    assert rest == b""


async def test_a_body_that_grows_too_large_is_refused(house: House, upstream: Upstream) -> None:
    port = await house.front(upstream, max_body_bytes=100_000)

    async with house.connected(port) as client:
        await client.send(POST % b"request" + b"transfer-encoding: chunked\r\n\r\n")
        for _ in range(8):
            await client.send(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
        reply = await client.reply()

    assert reply.status == 413


async def test_an_answer_nobody_takes_is_not_piled_up(
    house: House, upstream: Upstream, service: EchoService
) -> None:
    port = await house.front(upstream)

    async with house.connected(port) as client:
        await client.send(GET % b"endless")  # and does not read
        await house.until(lambda: service.seen.sent > 0)
        held = -1
        while held != service.seen.sent:
            held = service.seen.sent
            await pause()

        assert held < service.ENDLESS // 4  # what the sockets on the way hold, and no more
        while service.seen.sent == held:
            assert await client.reader.read(1_000_000)


async def test_a_body_nobody_takes_is_not_piled_up(
    house: House, upstream: Upstream, service: EchoService
) -> None:
    port = await house.front(upstream, max_body_bytes=64 * 1024 * 1024)
    size = 48 * 1024 * 1024

    async with house.connected(port) as client:
        client.writer.write(POST % b"swallow" + b"content-length: %d\r\n\r\n" % size + b"x" * size)
        held = -1
        while held != client.writer.transport.get_write_buffer_size():
            held = client.writer.transport.get_write_buffer_size()
            await pause()

        assert held > 16 * 1024 * 1024
        service.go.set()
        reply = await client.reply()
    assert reply.body == str(size).encode()


async def pause() -> None:
    """Long enough for what can still flow on loopback to flow; only ever makes a test stricter."""
    await asyncio.sleep(0.25)
