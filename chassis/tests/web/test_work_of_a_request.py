"""Each request is one work: it commits before the answer leaves, or has not happened."""

from typing import Any

from sqlalchemy import func, select

from chassis.database import Database
from chassis.ids import new_id
from chassis.work import Works

House = Any


async def test_a_commit_that_fails_is_never_answered_with_success(house: House) -> None:
    answer = await house.http.post(
        "/v1/things", json={"name": "lamp", "note": "twice"}, headers=house.maker("key-1")
    )

    assert answer.status_code == 409  # the constraint is deferred: only COMMIT finds out
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Location" not in answer.headers
    assert "lamp" not in answer.text
    assert await house.names() == []


async def test_a_failed_commit_leaves_its_key_free(house: House) -> None:
    headers = house.maker("key-1")
    await house.http.post("/v1/things", json={"name": "lamp", "note": "twice"}, headers=headers)

    answer = await house.http.post("/v1/things", json={"name": "lamp"}, headers=headers)

    assert answer.status_code == 201
    assert await house.names() == ["lamp"]


async def test_an_error_answered_by_the_route_itself_is_rolled_back(house: House) -> None:
    answer = await house.http.put(f"/v1/things/{new_id()}/fate", headers=house.as_("maker"))

    assert answer.status_code == 418
    assert await house.names() == []


async def test_what_was_answered_is_there_for_the_next_reader(house: House) -> None:
    made = await house.http.post("/v1/things", json={"name": "lamp"}, headers=house.maker())

    read = await house.http.get(made.headers["Location"], headers=house.as_("customer"))

    assert read.status_code == 200
    assert read.json() == made.json()


async def test_reading_pays_for_no_transaction_and_writing_has_one(house: House) -> None:
    async def instants(*, reading: bool) -> set[Any]:
        async with house.works(reading=reading) as work:  # now() is when the transaction began
            return {await work.session.scalar(select(func.now())) for _ in range(2)}

    assert len(await instants(reading=True)) == 2
    assert len(await instants(reading=False)) == 1


async def test_without_a_database_the_answer_is_503(house: House, open_client: Any) -> None:
    async with Database.open("postgresql://nobody@127.0.0.1:1/nowhere") as nowhere:
        house.works = Works(nowhere, house.clock, source="things")
        async with open_client(house.rebuilt()) as http:
            answer = await http.get("/v1/things", headers=house.as_("maker"))

    assert answer.status_code == 503
    assert answer.json()["code"] == "unavailable"
    assert int(answer.headers["Retry-After"]) > 0


async def test_a_request_that_takes_too_long_is_given_up_and_undone(
    house: House, open_client: Any
) -> None:
    async with open_client(house.rebuilt(seconds_per_request=0.2)) as http:
        answer = await http.post(
            "/v1/things", json={"name": "lamp", "note": "wait"}, headers=house.maker()
        )

    assert answer.status_code == 503
    assert await house.names() == []


async def test_an_unexpected_fault_is_told_without_its_details(house: House) -> None:
    answer = await house.http.get("/v1/things/broken/here", headers=house.as_("maker"))

    assert answer.status_code == 500
    problem = answer.json()
    assert (problem["code"], problem["status"]) == ("internal-error", 500)
    assert len(problem["trace_id"]) == 32
    assert "mira" not in answer.text
