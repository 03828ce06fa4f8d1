"""Who may call: 401 for strangers, 403 for the wrong role, 404 for what is another's."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import httpx2
import pytest

from chassis.clock import SystemClock
from chassis.database import Database
from chassis.identity import Principal, TrialIssuer, allow
from chassis.ids import new_id
from chassis.web import Routes
from chassis.web.app import build_app
from chassis.work import Works

OWNER = UUID("018f3f4e-0000-7000-8000-000000000001")
routes = Routes(prefix="/doors")


@routes.get("/public")
async def get_public() -> dict[str, str]:
    return {}


@routes.get("/anybody")
async def get_anybody(me: Annotated[Principal, allow()]) -> dict[str, str]:
    return {"subject": me.subject}


@routes.get("/desk")
async def get_desk(me: Annotated[Principal, allow("adjuster", "customer")]) -> dict[str, Any]:
    me.must_own(OWNER, what="claim")
    return {"roles": sorted(me.roles)}


@pytest.fixture
def issuer() -> TrialIssuer:
    return TrialIssuer.for_tests()


@pytest.fixture
async def http(issuer: TrialIssuer) -> AsyncIterator[httpx2.AsyncClient]:
    async with Database.open("postgresql://nobody@127.0.0.1:1/unused") as database:
        app = build_app(
            name="doors",
            title="Doors",
            routes=routes,
            works=Works(database, SystemClock(), source="doors"),
            verifier=issuer.verifier(),
        )
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://doors") as opened:
            yield opened


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_a_public_door_asks_nobody(http: httpx2.AsyncClient) -> None:
    assert (await http.get("/v1/doors/public")).status_code == 200
    assert (await http.get("/v1/doors/public", headers=bearer("junk"))).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic bWlyYTpzZWNyZXQ="},
        {"Authorization": "Bearer junk"},
        [("Authorization", "Bearer a"), ("Authorization", "Bearer b")],
    ],
)
async def test_a_stranger_is_told_to_introduce_themself(
    http: httpx2.AsyncClient, headers: Any
) -> None:
    answer = await http.get("/v1/doors/anybody", headers=headers)

    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthenticated"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


async def test_the_wrong_role_may_not(http: httpx2.AsyncClient, issuer: TrialIssuer) -> None:
    answer = await http.get("/v1/doors/desk", headers=bearer(issuer.token("omar", ["finance"])))

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_staff_pass_and_owners_see_what_is_theirs(
    http: httpx2.AsyncClient, issuer: TrialIssuer
) -> None:
    adjuster = issuer.token("ada", ["adjuster"])
    owner = issuer.token("mira", ["customer"], OWNER)

    assert (await http.get("/v1/doors/desk", headers=bearer(adjuster))).status_code == 200
    assert (await http.get("/v1/doors/desk", headers=bearer(owner))).status_code == 200


@pytest.mark.parametrize(
    "roles", [["customer"], ["customer", "finance"], ["customer", "offline_access"]]
)
async def test_a_strangers_thing_answers_like_a_missing_one(
    http: httpx2.AsyncClient, issuer: TrialIssuer, roles: list[str]
) -> None:
    stranger = issuer.token("eve", roles, new_id())

    answer = await http.get("/v1/doors/desk", headers=bearer(stranger))

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_only_the_roles_that_opened_the_door_count_behind_it(
    http: httpx2.AsyncClient, issuer: TrialIssuer
) -> None:
    token = issuer.token("ada", ["adjuster", "ops", "finance"])

    answer = await http.get("/v1/doors/desk", headers=bearer(token))

    assert answer.json() == {"roles": ["adjuster"]}
