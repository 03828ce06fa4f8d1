"""Kept connections: used again, given up in time, and never the reason for a failure."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from gateway.testing.echo import EchoService
from gateway.testing.house import House
from gateway.testing.raw import ScriptedServer
from gateway.upstreams.http import HTTPUpstream

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
CLAIM = "/v1/claims/1"


async def hang_up(reader: Any, writer: asyncio.StreamWriter, head: bytes) -> None:
    """Close a connection just when a request has come on it: the keep-alive race."""
    writer.transport.abort()


@pytest.fixture
async def script(house: House) -> ScriptedServer:
    return await house.scripts()


@pytest.fixture
async def client(house: House, script: ScriptedServer) -> httpx2.AsyncClient:
    return await house.client(await house.front(house.over_http(script.port)))


async def test_a_connection_is_used_again(
    client: httpx2.AsyncClient, script: ScriptedServer
) -> None:
    script.says(*[OK] * 20)

    for _ in range(20):
        await client.get(CLAIM)

    assert script.connections == 1


async def test_a_connection_that_aged_is_not_used_again(
    house: House, script: ScriptedServer
) -> None:
    upstream = house.over_http(script.port, kept_seconds=-1)
    client = await house.client(await house.front(upstream))
    script.says(OK, OK)

    await client.get(CLAIM)
    await client.get(CLAIM)

    assert script.connections == 2


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
async def test_what_may_be_repeated_is_sent_again_when_a_kept_connection_was_closing(
    client: httpx2.AsyncClient, script: ScriptedServer, method: str
) -> None:
    script.says(OK)
    script.scripts.append(hang_up)
    script.says(OK)

    await client.get(CLAIM)
    answer = await client.request(method, CLAIM)

    assert answer.status_code == 200
    assert [head.split()[0].decode() for head in script.heads] == ["GET", method, method]


async def test_what_may_not_be_repeated_is_sent_once(
    client: httpx2.AsyncClient, script: ScriptedServer
) -> None:
    script.says(OK)
    script.scripts.append(hang_up)
    script.says(OK)

    await client.get(CLAIM)
    answer = await client.post(CLAIM, content=b"{}")

    assert answer.status_code == 502
    assert len(script.heads) == 2


async def test_on_a_new_connection_nothing_is_sent_twice(
    client: httpx2.AsyncClient, script: ScriptedServer
) -> None:
    script.scripts.append(hang_up)
    script.says(OK)

    answer = await client.get(CLAIM)

    assert answer.status_code == 502
    assert len(script.heads) == 1


async def test_an_answer_that_had_begun_is_not_asked_for_again(
    client: httpx2.AsyncClient, script: ScriptedServer
) -> None:
    script.says(OK)
    script.says(b"HTTP/1.1 200 OK\r\ncontent-le", close=True)
    script.says(OK)

    await client.get(CLAIM)
    answer = await client.get(CLAIM)

    assert answer.status_code == 502
    assert len(script.heads) == 2


async def test_a_service_that_closed_while_we_rested_is_not_noticed(
    client: httpx2.AsyncClient, house: House, script: ScriptedServer
) -> None:
    closed = asyncio.Event()

    async def answer_and_close(reader: Any, writer: asyncio.StreamWriter, head: bytes) -> None:
        writer.write(OK)
        writer.close()
        await writer.wait_closed()
        closed.set()

    script.scripts.append(answer_and_close)
    script.says(OK)

    await client.post(CLAIM, content=b"{}")
    await closed.wait()
    second = await client.post(CLAIM, content=b"{}")

    assert second.content == b"ok"


async def test_a_service_that_restarts_is_found_again(
    house: House, service: EchoService, tmp_path: Path
) -> None:
    async with asyncio.timeout(20):
        async with AsyncExitStack() as first:
            served = House(first, tmp_path)
            port = await served.serves(service)
            client = await house.client(await house.front(house.over_http(port)))
            before = await client.get("/v1/claims/status/200")
        away = await client.get("/v1/claims/status/200")
        await house.serves(service, port=port)
        after = await client.get("/v1/claims/status/200")

    assert (before.status_code, away.status_code, after.status_code) == (200, 503, 200)
    assert away.json()["code"] == "unavailable"
    assert away.headers["retry-after"] == "1"


async def test_a_service_that_does_not_take_the_connection_is_too_slow(house: House) -> None:
    # TEST-NET-1 (RFC 5737): nobody there, or no way there
    client = await house.client(await house.front(HTTPUpstream("http://192.0.2.1:9", connect=0.05)))

    assert (await client.get(CLAIM)).status_code in {503, 504}
