"""The application of a service: its routes behind the door, its health, its OpenAPI document."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from chassis.identity.access import VERIFIER
from chassis.identity.tokens import TokenVerifier
from chassis.telemetry.tracing import exporting
from chassis.web.door import Door
from chassis.web.health import Ready, health_routes
from chassis.web.openapi import document, operation_id
from chassis.web.problems import fault, problem_of
from chassis.web.routes import DEADLINE, OPEN_WORK
from chassis.work import OpenWork

SECONDS_PER_REQUEST: Final = 30.0
MAX_BODY_BYTES: Final = 1024 * 1024


def build_app(
    *,
    name: str,
    title: str,
    routes: APIRouter | Iterable[APIRouter] = (),
    works: OpenWork,
    verifier: TokenVerifier,
    ready: Ready | None = None,
    description: str = "",
    version: str = "0.1.0",
    max_body_bytes: int = MAX_BODY_BYTES,
    seconds_per_request: float = SECONDS_PER_REQUEST,
) -> FastAPI:
    """The ASGI application of the service `name`.

    `ready` tells what stands in the way of being useful, by name; nothing when all is well.
    """
    app = FastAPI(
        title=title,
        version=version,
        description=description,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
        exception_handlers={HTTPException: _answer, RequestValidationError: _answer},
        # Their logs and events would carry what callers sent; ours carry none of it.
        telemetry={
            "tracing": exporting(),
            "metrics": False,
            "logs": False,
            "auto_configure": False,
        },
    )
    for each in [routes] if isinstance(routes, APIRouter) else routes:
        app.include_router(each)
    app.include_router(health_routes(ready or _always))
    app.add_middleware(
        Door,
        service=name,
        max_body_bytes=max_body_bytes,
        extras={OPEN_WORK: works, VERIFIER: verifier, DEADLINE: seconds_per_request},
    )
    app.openapi = lambda: document(app)  # type: ignore[method-assign]  # FastAPI's own recipe
    return app


async def _answer(request: Request, error: Any) -> Response:
    return (problem_of(error) or fault()).response()


async def _always() -> Mapping[str, str]:
    return {}
