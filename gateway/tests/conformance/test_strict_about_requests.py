"""Requests that could be read in two ways, sent as raw bytes: one refusal, nothing behind it."""

import pytest

from gateway.testing.echo import EchoService
from gateway.testing.house import House

AUTH = b"host: x\r\nauthorization: Bearer mira\r\n"
SMUGGLED = b"DELETE /v1/claims/other HTTP/1.1\r\n" + AUTH + b"\r\n"

KINDS = ("in process", "uvicorn")


@pytest.fixture(params=KINDS)
async def port(request: pytest.FixtureRequest, house: House, service: EchoService) -> int:
    return await house.front(await house.upstream(request.param, service))


TWO_WAYS = {
    "length and chunks": b"content-length: 4\r\ntransfer-encoding: chunked\r\n",
    "chunks and length": b"transfer-encoding: chunked\r\ncontent-length: 4\r\n",
    "two lengths": b"content-length: 4\r\ncontent-length: 5\r\n",
    "a list of lengths": b"content-length: 4, 4\r\n",
    "a negative length": b"content-length: -4\r\n",
    "a hexadecimal length": b"content-length: 0x4\r\n",
    "an unknown coding": b"transfer-encoding: xchunked\r\n",
    "chunked not last": b"transfer-encoding: chunked, identity\r\n",
    "chunked with a tab": b"transfer-encoding:\tchunked\r\ncontent-length: 4\r\n",
    "a space before the colon": b"transfer-encoding : chunked\r\n",
    "a folded header": b"transfer-encoding:\r\n chunked\r\ncontent-length: 4\r\n",
    "a header without a name": b": x\r\ncontent-length: 4\r\n",
    "a NUL in a header": b"x-a: b\x00c\r\ncontent-length: 4\r\n",
    "a bare CR in a header": b"x-a: b\rtransfer-encoding: chunked\r\ncontent-length: 4\r\n",
}


@pytest.mark.parametrize("framing", TWO_WAYS.values(), ids=TWO_WAYS.keys())
async def test_a_body_of_doubtful_length_is_refused_whole(
    house: House, service: EchoService, port: int, framing: bytes
) -> None:
    async with house.connected(port) as client:
        await client.send(
            b"POST /v1/claims/status/200 HTTP/1.1\r\n"
            + AUTH
            + framing
            + b"\r\n0\r\n\r\n"
            + SMUGGLED
        )
        client.writer.write_eof()
        status, _ = await client.head()

    assert status in {400, 501}
    assert service.seen.calls == 0


@pytest.mark.parametrize(
    "target",
    [
        "/v1/claims/..%2f..%2fadmin",
        "/v1/claims/%2e%2e/customers/1",
        "/v1/claims/../customers/1",
        "/v1/claims/./1",
        "/v1/claims//1",
        "//v1/claims/1",
        "/v1/claims/",
        "/v1/claims/a%5cb",
        "/v1/claims/a\\b",
        "/v1/claims/%00",
        "/v1/claims/%0d%0ax-injected:%201",
        "/v1/claims/%7f",
        "/v1/claims/%252e%252e/customers",
        "/v1/claims/%zz",
        "/v1/claims/..;/customers",
        "/v1/claims/a%3bb",
    ],
)
async def test_a_path_with_two_meanings_is_refused(
    house: House, service: EchoService, port: int, target: str
) -> None:
    async with house.connected(port) as client:
        await client.send(f"GET {target} HTTP/1.1\r\n".encode() + AUTH + b"\r\n")
        reply = await client.reply()

    assert reply.status == 400
    assert service.seen.calls == 0


async def test_a_client_that_waits_for_100_continue_is_told_to_go_on(
    house: House, port: int
) -> None:
    async with house.connected(port) as client:
        await client.send(
            b"POST /v1/claims/request HTTP/1.1\r\n"
            + AUTH
            + b"content-length: 5\r\nexpect: 100-continue\r\n\r\n"
        )
        status, _ = await client.head()
        await client.send(b"hello")
        final, _ = await client.head()

    assert (status, final) == (100, 200)


async def test_a_client_that_waits_is_refused_before_it_sends(house: House, port: int) -> None:
    async with house.connected(port) as client:
        await client.send(
            b"POST /v1/claims/echo HTTP/1.1\r\n"
            + AUTH
            + b"content-length: 50000000\r\nexpect: 100-continue\r\n\r\n"
        )
        reply = await client.reply()

    assert reply.status == 413


async def test_pipelined_requests_are_answered_in_order(house: House, port: int) -> None:
    async with house.connected(port) as client:
        one = b"GET /v1/claims/status/%d HTTP/1.1\r\n" + AUTH + b"\r\n"
        await client.send(one % 200 + one % 404 + one % 409)
        replies = [await client.reply() for _ in range(3)]

    assert [reply.status for reply in replies] == [200, 404, 409]
