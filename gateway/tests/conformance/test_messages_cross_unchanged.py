"""Every way to a service carries the same messages the same way."""

import asyncio
import hashlib
from collections.abc import AsyncIterator

import httpx2
import pytest

from gateway.testing.echo import EchoService
from gateway.testing.house import House

KINDS = ("in process", "uvicorn", "nginx")
TEN_MB = b"0123456789abcdef" * 655_360


@pytest.fixture(params=KINDS)
async def client(
    request: pytest.FixtureRequest, house: House, service: EchoService
) -> httpx2.AsyncClient:
    upstream = await house.upstream(request.param, service)
    return await house.client(await house.front(upstream, max_body_bytes=16 * 1024 * 1024))


async def pieces(*data: bytes) -> AsyncIterator[bytes]:
    for piece in data:
        yield piece


async def test_a_request_arrives_as_it_was_sent(client: httpx2.AsyncClient) -> None:
    said = (await client.get("/v1/claims/request/a%20b?status=filed&x=%2F..")).json()

    assert said["method"] == "GET"
    assert said["path"] == "/v1/claims/request/a%20b"
    assert said["query"] == "status=filed&x=%2F.."
    assert said["size"] == 0
    assert ["authorization", "Bearer mira"] in said["headers"]


async def test_a_body_with_a_length_arrives_whole(client: httpx2.AsyncClient) -> None:
    said = (await client.post("/v1/claims/request", content=b'{"peril":"flood"}')).json()

    assert said["size"] == 17
    assert ["content-length", "17"] in said["headers"]


async def test_an_empty_body_with_a_length_arrives(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/v1/claims/request", content=b"")

    assert answer.json()["size"] == 0


async def test_a_chunked_body_arrives_whole(client: httpx2.AsyncClient) -> None:
    body = pieces(b"one ", b"two ", b"", b"three")

    answer = await client.put("/v1/claims/request", content=body)

    assert answer.json()["digest"] == hashlib.sha256(b"one two three").hexdigest()


async def test_a_chunked_body_of_nothing_arrives(client: httpx2.AsyncClient) -> None:
    answer = await client.put("/v1/claims/request", content=pieces())

    assert answer.json()["size"] == 0


async def test_chunks_go_both_ways_at_once(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/v1/claims/echo", content=pieces(b"a" * 70_000, b"b", b"c" * 9))

    assert answer.content == b"a" * 70_000 + b"b" + b"c" * 9


async def test_ten_megabytes_go_in(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/v1/claims/request", content=TEN_MB)

    assert answer.json()["digest"] == hashlib.sha256(TEN_MB).hexdigest()


async def test_ten_megabytes_come_out(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/v1/claims/large")

    assert answer.content == b"".join(bytes([n]) * 65_536 for n in range(160))


@pytest.mark.parametrize("status", [200, 201, 204, 304, 404, 409, 422, 500, 503])
async def test_a_status_comes_back(client: httpx2.AsyncClient, status: int) -> None:
    first = await client.get(f"/v1/claims/status/{status}")
    second = await client.get(f"/v1/claims/status/{status}")

    assert (first.status_code, second.status_code) == (status, status)
    assert first.content == second.content == (b"" if status in {204, 304} else b"hello")


async def test_the_answer_to_head_has_a_length_and_no_body(client: httpx2.AsyncClient) -> None:
    for _ in range(3):
        answer = await client.head("/v1/claims/status/200")

        assert answer.headers["content-length"] == "5"
        assert answer.content == b""
    assert (await client.get("/v1/claims/status/200")).content == b"hello"


async def test_headers_of_one_connection_stay_on_it(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/v1/claims/headers")

    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert answer.headers["etag"] == '"7"'
    assert "keep-alive" not in answer.headers
    assert "secret" not in answer.headers.get("server", "")


@pytest.mark.parametrize("kind", ["in process", "uvicorn"])  # nginx drops only the header itself
async def test_headers_that_connection_names_stay_on_it(
    house: House, service: EchoService, kind: str
) -> None:
    client = await house.client(await house.front(await house.upstream(kind, service)))

    answer = await client.get("/v1/claims/headers")

    assert "x-private" not in answer.headers


async def test_an_answer_before_the_end_of_the_request_is_passed_on(
    client: httpx2.AsyncClient,
) -> None:
    answer = await client.post("/v1/claims/early", content=pieces(*[b"x" * 60_000] * 40))

    assert (answer.status_code, answer.content) == (409, b"no need to go on")


async def test_a_fault_before_the_answer_is_an_answer(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/v1/claims/fail")

    assert answer.status_code in {500, 502}  # a server in between makes its own 500 of it


async def test_many_requests_at_once_get_their_own_answers(client: httpx2.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.get(f"/v1/claims/request?n={n}") for n in range(60)))

    assert [each.json()["query"] for each in answers] == [f"n={n}" for n in range(60)]
