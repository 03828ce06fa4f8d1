"""The HTTP/1.1 client against services that say strange things: no doubtful answer passes."""

import asyncio
from typing import Any

import httpx2
import pytest

from gateway.testing.house import House
from gateway.testing.raw import ScriptedServer

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
CLAIM = "/v1/claims/1"


@pytest.fixture
async def script(house: House) -> ScriptedServer:
    return await house.scripts()


@pytest.fixture
async def client(house: House, script: ScriptedServer) -> httpx2.AsyncClient:
    return await house.client(await house.front(house.over_http(script.port)))


NONSENSE = {
    "not HTTP": b"what do you want?\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok!",
    "the same length twice": b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 2\r\n\r\nok",
    "a list of lengths": b"HTTP/1.1 200 OK\r\ncontent-length: 2, 2\r\n\r\nok",
    "a signed length": b"HTTP/1.1 200 OK\r\ncontent-length: +2\r\n\r\nok",
    "length and chunks": b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n"
    b"transfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    "chunks and length": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n"
    b"content-length: 2\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    "a coding we do not know": b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n",
    "chunked twice": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n"
    b"transfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    "chunks in HTTP/1.0": b"HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "another protocol": b"HTTP/1.1 101 Other\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
    "interim answers without end": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50 + OK,
    "a space before the colon": b"HTTP/1.1 200 OK\r\ncontent-length : 2\r\n\r\nok",
    "a bare line feed": b"HTTP/1.1 200 OK\ncontent-length: 2\n\nok",
    "headers without end": b"HTTP/1.1 200 OK\r\n"
    + b"x-more: %s\r\n" % (b"y" * 1000) * 100
    + b"\r\n",
    "one header without end": b"HTTP/1.1 200 OK\r\nx-more: " + b"y" * 200_000,
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE.keys())
async def test_nonsense_is_a_bad_gateway_and_the_connection_is_not_used_again(
    client: httpx2.AsyncClient, script: ScriptedServer, answer: bytes
) -> None:
    script.says(answer, OK)

    bad = await client.get(CLAIM)
    good = await client.get(CLAIM)

    assert (bad.status_code, bad.json()["code"]) == (502, "bad-gateway")
    assert (good.content, script.connections) == (b"ok", 2)


async def test_a_chunk_that_is_no_number_cuts_the_answer(
    client: httpx2.AsyncClient, script: ScriptedServer
) -> None:
    script.says(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\nzz\r\n")

    with pytest.raises(httpx2.RemoteProtocolError):
        await client.get(CLAIM)


@pytest.mark.parametrize(
    "junk",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged",
        b"junk",
        b"\r\nHTTP/1.1 200 OK\r\n\r\n",
    ],
)
async def test_what_follows_an_answer_is_never_taken_for_the_next(
    client: httpx2.AsyncClient, script: ScriptedServer, junk: bytes
) -> None:
    script.says(OK + junk, OK)

    first = await client.get(CLAIM)
    second = await client.get(CLAIM)

    assert (first.content, second.content) == (b"ok", b"ok")
    assert script.connections == 2


async def test_a_body_after_the_answer_to_head_is_never_taken_for_an_answer(
    client: httpx2.AsyncClient, script: ScriptedServer
) -> None:
    script.says(OK, OK)

    head = await client.head(CLAIM)
    get = await client.get(CLAIM)

    assert (head.headers["content-length"], head.content, get.content) == ("2", b"", b"ok")
    assert script.connections == 2


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
async def test_a_body_where_none_may_be_is_never_taken_for_an_answer(
    client: httpx2.AsyncClient, script: ScriptedServer, status: bytes
) -> None:
    script.says(b"HTTP/1.1 %s\r\ncontent-length: 6\r\n\r\nforged" % status, OK)

    first = await client.get(CLAIM)
    second = await client.get(CLAIM)

    assert (first.content, second.content) == (b"", b"ok")


@pytest.mark.parametrize(
    "interim",
    [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" * 2],
)
async def test_interim_answers_are_read_over(
    client: httpx2.AsyncClient, script: ScriptedServer, interim: bytes
) -> None:
    script.says(interim + OK, OK)

    first = await client.get(CLAIM)
    second = await client.get(CLAIM)

    assert (first.status_code, first.content, second.content) == (200, b"ok", b"ok")
    assert "link" not in first.headers
    assert script.connections == 1


async def test_an_answer_without_length_ends_where_the_connection_does(
    client: httpx2.AsyncClient, script: ScriptedServer
) -> None:
    script.says(b"HTTP/1.1 200 OK\r\n\r\nuntil here", close=True)

    assert (await client.get(CLAIM)).content == b"until here"


async def test_trailers_are_read_over(client: httpx2.AsyncClient, script: ScriptedServer) -> None:
    chunked = (
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nx-late: 1\r\n\r\n"
    )
    script.says(chunked, OK)

    first = await client.get(CLAIM)
    second = await client.get(CLAIM)

    assert (first.content, second.content) == (b"ok", b"ok")
    assert "x-late" not in first.headers


async def test_an_answer_byte_by_byte_is_an_answer(
    client: httpx2.AsyncClient, script: ScriptedServer
) -> None:
    async def slowly(reader: Any, writer: asyncio.StreamWriter, head: bytes) -> None:
        for byte in OK:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0)

    script.scripts.append(slowly)

    assert (await client.get(CLAIM)).content == b"ok"


@pytest.mark.parametrize("version", [b"HTTP/1.0 200 OK", b"HTTP/1.1 200 OK\r\nconnection: close"])
async def test_a_connection_the_service_will_close_is_not_used_again(
    client: httpx2.AsyncClient, script: ScriptedServer, version: bytes
) -> None:
    script.says(version + b"\r\ncontent-length: 2\r\n\r\nok", OK)

    await client.get(CLAIM)
    await client.get(CLAIM)

    assert script.connections == 2
