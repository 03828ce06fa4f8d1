"""What is asked well is answered as the merged document says, status, headers and body."""

from uuid import uuid4

import httpx2
import pytest
from bad_input.document import as_read
from bad_input.house import TIME_MAKES, House
from bad_input.routes import Route
from bad_input.test_once import GOOD, NOT_MADE, send
from schemathesis.schemas import BaseSchema


@pytest.fixture(scope="module")
def document(routes: list[Route]) -> BaseSchema:
    """The one that is served."""
    return as_read(routes[0].document)


def as_documented(document: BaseSchema, route: Route, answer: httpx2.Response) -> str:
    """What is wrong with it, if anything."""
    operation = document[route.template][route.method]
    try:
        operation.validate_response(answer)
    except Exception as wrong:  # noqa: BLE001 - schemathesis has its own kinds; all are findings
        return f"{route}: {wrong}"
    documented = route.operation["responses"].get(str(answer.status_code), {})
    missing = {"ETag", "Location"} & set(documented.get("headers", ())) - {
        name for name in ("ETag", "Location") if name in answer.headers
    }
    return f"{route}: no {missing}" if missing else ""


async def test_what_is_read_is_as_documented(house: House, document: BaseSchema) -> None:
    wrong = []
    ids = {**house.ids, "delivery_id": await a_delivery(house)}
    for route in house.routes:
        made_by_time = any(name in route.template for name in TIME_MAKES)
        if route.method == "GET" and not route.streams and not made_by_time:
            asked = house.queries.get(route.template, f"?{route.query()}")
            url = route.path(**ids) + asked
            answer = await house.company.http.get(url, headers=house.admitted(route))
            assert answer.status_code == 200, (str(route), answer.text)
            wrong.append(as_documented(document, route, answer))

    assert [each for each in wrong if each] == []


async def test_what_is_made_is_as_documented(house: House, document: BaseSchema) -> None:
    wrong = []
    for route in house.routes:
        if route.method == "POST" and route.template not in NOT_MADE:
            order, key = GOOD[route.template][1](house), str(uuid4())
            for _ in ("made", "told again"):
                answer = await send(house, route.template, order, key)
                assert answer.status_code == 201, (str(route), answer.text)
                wrong.append(as_documented(document, route, answer))

    assert [each for each in wrong if each] == []


async def a_delivery(house: House) -> str:
    ops = house.company.somebody("ops")
    page = await ops.get("/deliveries", customer_id=house.customer["id"])
    return str(page.json()["items"][0]["id"])
