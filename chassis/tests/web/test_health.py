"""Alive, ready, and saying what is not."""

import asyncio
from typing import Any

from fastapi import FastAPI

from chassis.web.health import health_routes

House = Any


async def _well() -> str | None:
    return None


async def _away() -> str | None:
    return "it cannot be reached"


async def _broken() -> str | None:
    raise ConnectionError("secret-host:5432 refused")


async def test_a_service_whose_parts_are_well_is_ready(house: House) -> None:
    house.checks |= {"database": _well, "bus": _well}

    answer = await house.http.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "not_ready": {}}


async def test_readiness_names_what_is_not_and_keeps_its_secrets(house: House) -> None:
    house.checks |= {"database": _broken, "bus": _away, "migrations": _well}

    answer = await house.http.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "not_ready": {
            "database": "does not answer: ConnectionError",
            "bus": "it cannot be reached",
        },
    }


async def test_a_part_that_hangs_is_not_waited_for(open_client: Any) -> None:
    async def hang() -> str | None:
        await asyncio.Event().wait()
        return None

    app = FastAPI()
    app.include_router(health_routes({"database": hang}, seconds=0.05))
    async with open_client(app) as http:
        answer = await http.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["not_ready"] == {"database": "did not answer within 0.05 s"}


async def test_a_service_that_is_not_ready_is_still_alive(house: House) -> None:
    house.checks["bus"] = _away

    answer = await house.http.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"alive": True})
