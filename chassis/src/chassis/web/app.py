"""The application of a service: its routes behind the door, its health, its OpenAPI document."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from chassis.identity.access import VERIFIER
from chassis.identity.tokens import TokenVerifier
from chassis.web.door import Door
from chassis.web.health import Check, health_routes
from chassis.web.openapi import document
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
    checks: Mapping[str, Check] | None = None,
    description: str = "",
    version: str = "0.1.0",
    max_body_bytes: int = MAX_BODY_BYTES,
    seconds_per_request: float = SECONDS_PER_REQUEST,
) -> FastAPI:
    """The ASGI application of the service `name`.

    `checks` are what readiness asks, by name; each says in a few words what is wrong, or None.
    """
    app = FastAPI(
        title=title,
        version=version,
        description=description,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers={HTTPException: _answer, RequestValidationError: _answer},
        # Its spans and logs would carry what callers sent; the door's carry none of it.
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "auto_configure": False,
        },
    )
    for each in [routes] if isinstance(routes, APIRouter) else routes:
        # Taken over as they are: an included router is searched anew, twice, on each request.
        app.router.routes.extend(each.routes)
    app.include_router(health_routes({} if checks is None else checks))
    app.add_middleware(
        Door,
        service=name,
        max_body_bytes=max_body_bytes,
        extras={OPEN_WORK: works, VERIFIER: verifier, DEADLINE: seconds_per_request},
    )
    app.add_exception_handler(405, _other_method)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]  # FastAPI's own recipe
    return app


async def _other_method(request: Request, error: Any) -> Response:
    """FastAPI names the methods of the first route it met there; we name those of all."""
    there = [
        route.methods or set()
        for route in iter_route_contexts(request.app.routes)
        if route.path_regex.match(request.scope["path"])
    ]
    error.headers = {"Allow": ", ".join(sorted(set().union(*there)))}
    return await _answer(request, error)


async def _answer(request: Request, error: Any) -> Response:
    spoken = request.headers.get("Accept-Language")
    return (problem_of(error, spoken) or fault()).response()
