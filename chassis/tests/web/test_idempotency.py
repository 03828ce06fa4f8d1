"""A request sent twice has one effect and one answer."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import insert

from chassis.tables import idempotency_keys
from chassis.web.idempotency import fingerprint

House = Any  # the fixture's class lives in conftest.py


async def test_the_same_request_again_gets_the_stored_answer_and_has_no_second_effect(
    house: House,
) -> None:
    headers = house.maker("key-1")
    first = await house.http.post("/v1/things", json={"name": "lamp", "size": 3}, headers=headers)

    again = await house.http.post("/v1/things", json={"size": 3, "name": "lamp"}, headers=headers)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    for name in ("Location", "ETag", "Content-Type"):
        assert again.headers[name] == first.headers[name]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert await house.names() == ["lamp"]


async def test_the_same_key_with_another_body_is_refused(house: House) -> None:
    headers = house.maker("key-1")
    await house.http.post("/v1/things", json={"name": "lamp"}, headers=headers)

    other = await house.http.post("/v1/things", json={"name": "lantern"}, headers=headers)

    assert other.status_code == 422
    assert other.json()["code"] == "idempotency-key-reused"
    assert await house.names() == ["lamp"]


async def test_a_key_belongs_to_its_caller(house: House) -> None:
    mira = {**house.as_("maker", subject="mira"), "Idempotency-Key": "key-1"}
    omar = {**house.as_("maker", subject="omar"), "Idempotency-Key": "key-1"}

    hers = await house.http.post("/v1/things", json={"name": "lamp"}, headers=mira)
    his = await house.http.post("/v1/things", json={"name": "table"}, headers=omar)

    assert (hers.status_code, his.status_code) == (201, 201)
    assert await house.names() == ["lamp", "table"]


async def test_while_the_first_is_under_way_the_second_is_told_so(house: House) -> None:
    headers = house.maker("key-1")
    body = {"name": "lamp", "note": "wait"}
    first = asyncio.create_task(house.http.post("/v1/things", json=body, headers=headers))
    await house.entered.wait()

    second = await house.http.post("/v1/things", json=body, headers=headers)
    house.gate.set()

    assert second.status_code == 409
    assert second.json()["code"] == "idempotency-in-flight"
    assert int(second.headers["Retry-After"]) > 0
    assert (await first).status_code == 201


async def test_of_many_at_once_exactly_one_has_an_effect(house: House) -> None:
    headers = house.maker("key-1")
    house.gate.set()

    answers = await asyncio.gather(
        *(house.http.post("/v1/things", json={"name": "lamp"}, headers=headers) for _ in range(12))
    )

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.text for answer in answers if answer.status_code == 201}) == 1
    assert await house.names() == ["lamp"]


async def test_who_looked_before_the_other_committed_has_no_second_effect(house: House) -> None:
    headers = house.maker("key-1")
    body = {"name": "lamp", "note": "wait"}
    late = asyncio.create_task(house.http.post("/v1/things", json=body, headers=headers))
    await house.entered.wait()  # it looked, and nothing was kept
    async with house.database.engine.begin() as connection:
        await connection.execute(
            insert(idempotency_keys).values(
                subject="mira", endpoint="POST /v1/things", key="key-1", fingerprint=b"other",
                created_at=house.clock.now(),
            )
        )  # fmt: skip

    house.gate.set()

    answer = await late
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency-in-flight")
    assert await house.names() == []


async def test_who_looked_before_and_is_refused_then_gets_the_answer_of_the_first(
    house: House,
) -> None:
    body = {"name": "lamp", "note": "wait, then refuse"}
    headers = house.maker("key-1")
    late = asyncio.create_task(house.http.post("/v1/things", json=body, headers=headers))
    await house.entered.wait()  # it looked, and nothing was kept
    async with house.database.engine.begin() as connection:
        await connection.execute(
            insert(idempotency_keys).values(
                subject="mira", endpoint="POST /v1/things", key="key-1", status=201,
                fingerprint=fingerprint(json.dumps(body).encode(), b""), headers={},
                body=b'{"name": "lamp"}', created_at=house.clock.now(),
            )
        )  # fmt: skip

    house.gate.set()

    answer = await late
    assert (answer.status_code, answer.json()) == (201, {"name": "lamp"})
    assert answer.headers["Idempotency-Replayed"] == "true"


async def test_a_refused_request_is_not_remembered(house: House) -> None:
    headers = house.maker("key-1")
    refused = await house.http.post(
        "/v1/things", json={"name": "lamp", "note": "refuse"}, headers=headers
    )

    willing = await house.http.post("/v1/things", json={"name": "lamp"}, headers=headers)

    assert (refused.status_code, willing.status_code) == (422, 201)
    assert refused.json()["errors"] == [{"pointer": "/note", "detail": "not this one"}]
    assert await house.names() == ["lamp"]


async def test_who_may_no_longer_act_is_not_shown_the_stored_answer(house: House) -> None:
    headers = house.maker("key-1")
    await house.http.post("/v1/things", json={"name": "lamp"}, headers=headers)

    again = await house.http.post(
        "/v1/things", json={"name": "lamp"}, headers=headers | house.as_("customer")
    )

    assert again.status_code == 403


@pytest.mark.parametrize(
    "key",
    [None, "", "two words", "x" * 201, "ключ".encode()],
    ids=["missing", "empty", "space", "long", "not ascii"],
)
async def test_every_post_needs_a_readable_key(house: House, key: str | bytes | None) -> None:
    headers: list[tuple[Any, Any]] = list(house.as_("maker").items())
    if key is not None:
        headers.append(("Idempotency-Key", key))

    answer = await house.http.post("/v1/things", json={"name": "lamp"}, headers=headers)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["name"] == "Idempotency-Key"
    assert await house.names() == []
