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

Check = Callable[[], Awaitable[str | None]]
"""Says what is wrong, in a few words without secrets; None when all is well."""

SECONDS: Final = 2.0


def health_routes(checks: Mapping[str, Check], *, seconds: float = SECONDS) -> APIRouter:
    """`/healthz`, `/readyz` and `/metrics`; each check may take so many seconds."""
    router = APIRouter()

    async def healthz(request: Request) -> Response:
        return _json({"alive": True}, 200)

    async def readyz(request: Request) -> Response:
        said = await asyncio.gather(*(_ask(name, check, seconds) for name, check in checks.items()))
        missing = {name: why for name, why in zip(checks, said, strict=True) if why is not None}
        return _json({"ready": not missing, "not_ready": missing}, 503 if missing else 200)

    async def metrics(request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    for path, answer in (("/healthz", healthz), ("/readyz", readyz), ("/metrics", metrics)):
        router.add_route(path, answer, include_in_schema=False)
    return router


async def _ask(name: str, check: Check, seconds: float) -> str | None:
    try:
        async with asyncio.timeout(seconds):
            return await check()
    except TimeoutError:
        return f"did not answer within {seconds:g} s"
    except Exception as error:
        log.warning("a part is not ready", part=name, exc_info=True)
        return f"does not answer: {type(error).__name__}"


def _json(said: Mapping[str, object], status: int) -> Response:
    return Response(orjson.dumps(said), status, {"Cache-Control": "no-store"}, "application/json")
