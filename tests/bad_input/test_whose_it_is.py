"""Things that are not there, and things that are somebody else's: one answer to both."""

import re
from typing import Any
from uuid import uuid4

import pytest
from bad_input.asking import Ask, not_refused
from bad_input.house import House, bearer, grievance, loss
from bad_input.routes import NOWHERE, Route

pytestmark = pytest.mark.usefixtures("nothing_done")
UUIDS = re.compile(r"[0-9a-f-]{36}")


def said(route: Route) -> dict[str, Any]:
    return {} if route.body is None else {"json": route.good_body()}


async def test_what_is_not_there_is_not_found(house: House) -> None:
    asks = [
        Ask(
            route=route,
            mistake="an id of nothing",
            headers=route.headers() | house.admitted(route),
            expected={404},
            path=route.path(product_id="no-such-product", name="no-such-questionnaire"),
            query=f"?{route.query()}",
            said=said(route),
        )
        for route in house.routes
        # of whom a service was never told there is nothing to export, and that is the answer
        if "{" in route.template and not route.template.startswith("/v1/personal-data/")
    ]

    assert await not_refused(house.company.http, asks) == []


async def test_what_is_somebody_elses_answers_like_nothing(house: House) -> None:
    stranger = house.stranger()
    doors = [route for route in house.routes if "customer" in route.roles and "{" in route.template]
    surprises = []

    for route in doors:
        answers = []
        for path in (route.path(**house.ids), route.path()):
            answer = await house.company.http.request(
                route.method,
                path,
                headers=route.headers() | bearer(stranger.token),
                **said(route),
            )
            told = str(answer.json() | {"trace_id": ""})
            answers.append((answer.status_code, UUIDS.sub("", told)))
        theirs, nothing = answers
        if theirs[0] != 404 or theirs != nothing:
            surprises.append(f"{route}: {theirs} and {nothing}")

    assert len(doors) > 5
    assert surprises == []


async def test_a_list_shows_a_customer_only_what_is_theirs(house: House) -> None:
    me, stranger = house.owner(), house.stranger()
    lists = [
        route.template.removeprefix("/v1")
        for route in house.routes
        if route.method == "GET" and "customer" in route.roles and "{" not in route.template
    ]
    for no_list in ("/inbox/stream", "/quotes/compare"):
        lists.remove(no_list)

    mine = {path: len((await me.get(path)).json()["items"]) for path in lists}
    theirs = {path: len((await stranger.get(path)).json()["items"]) for path in lists}

    assert [path for path, number in mine.items() if not number] == []
    assert [path for path, number in theirs.items() if number] == []


@pytest.mark.parametrize(("path", "name"), [("/policies", "customer_id"), ("/claims", "policy_id")])
async def test_asking_for_somebody_elses_gives_nothing(house: House, path: str, name: str) -> None:
    answer = await house.stranger().get(path, **{name: house.ids[name]})

    assert answer.status_code in {200, 404}
    assert answer.json().get("items", []) == []


async def test_nobody_acts_on_what_is_somebody_elses(house: House) -> None:
    stranger = house.stranger()
    orders: list[tuple[str, dict[str, Any]]] = [
        ("/claims", loss(house.policy["id"])),
        ("/complaints", grievance() | {"customer_id": house.customer["id"]}),
        ("/complaints", grievance() | {"about": "claim", "about_id": house.claim["id"]}),
        ("/complaints", grievance() | {"about": "policy", "about_id": house.policy["id"]}),
    ]

    refused = [await stranger.post(path, body) for path, body in orders]

    assert [answer.status_code for answer in refused] == [404] * len(orders)


async def test_nobody_acts_on_what_is_not_there(house: House) -> None:
    me = house.owner()
    agent = house.company.somebody("agent")
    policy = {
        "customer_id": str(NOWHERE),
        "product": "flood-home",
        "sum_insured": {"amount": "100000.00", "currency": "USD"},
        "deductible": {"amount": "1000.00", "currency": "USD"},
        "starts_on": "2027-03-01",
        "ends_on": "2028-03-01",
    }

    refused = [
        await me.post("/claims", loss(str(uuid4()))),
        await me.post("/complaints", grievance() | {"about": "claim", "about_id": str(NOWHERE)}),
        await agent.post("/policies", policy),
    ]

    assert [answer.status_code for answer in refused] == [404, 404, 404]
