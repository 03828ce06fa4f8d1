"""What every request meets at the door: its name, its trace, its limits, its count."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from chassis.telemetry.tracing import current_place, current_traceparent
from chassis.web.door import LARGEST_HEADERS, MOST_HEADERS, Door

House = Any
TRACE = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE}-b7ad6b7169203331-01"


async def test_a_sane_request_id_is_kept_and_any_other_is_replaced(house: House) -> None:
    kept = await house.http.get("/healthz", headers={"X-Request-Id": "abc-123_XYZ.7"})
    made = [
        (await house.http.get("/healthz", headers={"X-Request-Id": bad})).headers["X-Request-Id"]
        for bad in ["", "short", "a" * 65, "new\tline--", "<script>alert"]
    ]

    assert kept.headers["X-Request-Id"] == "abc-123_XYZ.7"
    assert all(re.fullmatch(r"[0-9a-f-]{36}", name) for name in made)
    assert len(set(made)) == len(made)


async def test_the_trace_of_the_caller_is_continued(house: House) -> None:
    answer = await house.http.get("/v1/nothing", headers={"traceparent": TRACEPARENT})

    assert answer.json()["trace_id"] == TRACE


@pytest.mark.parametrize(
    "written",
    ["", "junk", TRACEPARENT.upper(), f"ff-{TRACE}-b7ad6b7169203331-01",
     f"00-{'0' * 32}-b7ad6b7169203331-01", f"00-{TRACE}-{'0' * 16}-01", TRACEPARENT + "-more"],
)  # fmt: skip
async def test_a_trace_that_cannot_be_read_is_replaced(house: House, written: str) -> None:
    answer = await house.http.get("/v1/nothing", headers={"traceparent": written})

    assert re.fullmatch(r"[0-9a-f]{32}", answer.json()["trace_id"])
    assert answer.json()["trace_id"] != TRACE


async def test_a_body_may_not_be_larger_than_we_read(house: House, open_client: Any) -> None:
    async with open_client(house.rebuilt(max_body_bytes=1000)) as http:
        told = await http.post("/v1/things", content=b"x" * 1001, headers=house.maker())

    assert told.status_code == 413
    assert told.json()["code"] == "body-too-large"


async def test_a_body_of_untold_length_is_cut_off_while_it_streams(
    house: House, open_client: Any
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 100
            yield b"x" * 100

    async with open_client(house.rebuilt(max_body_bytes=1000)) as http:
        answer = await http.post("/v1/things", content=endless(), headers=house.maker())

    assert answer.status_code == 413
    assert await house.names() == []


async def test_a_body_of_just_the_limit_is_read(house: House, open_client: Any) -> None:
    body = b'{"name": "lamp"}'
    headers = house.maker() | {"Content-Type": "application/json"}
    async with open_client(house.rebuilt(max_body_bytes=len(body))) as http:
        answer = await http.post("/v1/things", content=body, headers=headers)

    assert answer.status_code == 201


@pytest.mark.parametrize("length", ["-1", "ten", "1e3", "9" * 30])
async def test_a_content_length_is_a_number(house: House, length: str) -> None:
    answer = await house.http.post(
        "/v1/things", content=b"{}", headers=house.maker() | {"Content-Length": length}
    )

    assert answer.status_code == 400


async def test_headers_have_a_limit_in_size_and_number(house: House) -> None:
    large = await house.http.get("/healthz", headers={"X-Large": "x" * LARGEST_HEADERS})
    many = await house.http.get(
        "/healthz", headers={f"X-{number}": "1" for number in range(MOST_HEADERS + 1)}
    )

    assert (large.status_code, many.status_code) == (431, 431)


async def test_requests_are_counted_by_route_and_never_by_address(house: House) -> None:
    await house.http.get("/v1/things/018f3f4e-0000-7000-8000-000000000001")
    await house.http.get("/v1/made-up-by-a-scanner")
    await house.http.request("BREW", "/v1/things")

    shown = (await house.http.get("/metrics")).text

    assert (
        'http_requests_total{method="GET",route="/v1/things/{thing_id}",'
        'service="things",status="401"}' in shown
    )
    assert 'route="(none)"' in shown
    assert 'method="other"' in shown
    assert "018f3f4e" not in shown
    assert "scanner" not in shown


async def test_the_access_log_names_route_and_status_but_nobody(house: House) -> None:
    with capture_logs() as lines:
        await house.http.get("/v1/things?name=Mira", headers=house.as_("maker"))

    [line] = [line for line in lines if line["event"] == "request"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/things", 200)
    assert "Mira" not in str(line)


async def test_an_unexpected_fault_is_logged_with_its_cause(house: House) -> None:
    with capture_logs() as lines:
        await house.http.get("/v1/things/broken/here", headers=house.as_("maker"))

    [line] = [line for line in lines if line["log_level"] == "error"]
    assert isinstance(line["exc_info"], RuntimeError)


async def test_after_the_answer_we_are_where_we_were(house: House) -> None:
    await house.http.get("/healthz", headers={"traceparent": TRACEPARENT})

    assert current_place() is None
    assert current_traceparent() is None


async def test_a_caller_who_leaves_is_no_fault() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        from starlette.requests import Request

        await Request(scope, receive).body()

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        raise AssertionError("nobody is there to answer to")

    door = Door(app, service="things", max_body_bytes=10, extras={})
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": []}
    with capture_logs() as lines:
        await door(scope, receive, send)

    assert [line["log_level"] for line in lines] == ["info", "info"]
    assert lines[-1]["status"] == 499


async def test_an_answer_that_breaks_off_is_cut_and_not_completed() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("the disk is gone")

    sent = []

    async def send(message: Any) -> None:
        sent.append(message["type"])

    async def receive() -> Any:
        await asyncio.Event().wait()

    door = Door(app, service="things", max_body_bytes=10, extras={})
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    with capture_logs(), pytest.raises(RuntimeError):
        await door(scope, receive, send)

    assert sent == ["http.response.start"]
