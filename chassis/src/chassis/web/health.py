"""Is it alive, is it ready, how is it doing: what orchestrators and operators ask."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import orjson
import structlog
from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response

log = structlog.get_logger(__name__)

Ready = Callable[[], Awaitable[Mapping[str, str]]]
"""What stands in the way of being useful, by name, in a few words without secrets."""

DEADLINE: Final = 5.0


def health_routes(ready: Ready) -> APIRouter:
    """`/healthz`, `/readyz` and `/metrics`."""
    router = APIRouter()

    async def healthz(request: Request) -> Response:
        return _json({"alive": True}, 200)

    async def readyz(request: Request) -> Response:
        missing = await _ask(ready)
        return _json({"ready": not missing, "not_ready": missing}, 503 if missing else 200)

    async def metrics(request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    for path, answer in (("/healthz", healthz), ("/readyz", readyz), ("/metrics", metrics)):
        router.add_route(path, answer, include_in_schema=False)
    return router


async def _ask(ready: Ready) -> dict[str, str]:
    try:
        async with asyncio.timeout(DEADLINE):
            return dict(await ready())
    except TimeoutError:
        return {"readiness": f"could not be told within {DEADLINE:g} s"}
    except Exception as error:
        log.exception("readiness could not be told")
        return {"readiness": type(error).__name__}


def _json(said: Mapping[str, object], status: int) -> Response:
    return Response(orjson.dumps(said), status, {"Cache-Control": "no-store"}, "application/json")
