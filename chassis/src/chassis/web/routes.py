"""Routes: each request is one work, committed before its answer leaves.

The order of questions is the same everywhere: who are you (401), may you (403), can we read you
(400, 415), did we answer this before (Idempotency-Key), is every field right (422), and then the
use case.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request, params
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError
from starlette.responses import Response

from chassis.errors import Refusal, Unavailable
from chassis.identity.access import admissions_of, known_caller
from chassis.web.current import HELD, HeldWork
from chassis.web.idempotency import HEADER, KeyedRequest, fingerprint, lost_race, read_key
from chassis.web.reading import JsonRequest, KnownQuery
from chassis.work import Work

VERSION: Final = "/v1"
OPEN_WORK: Final = "chassis.open_work"
"""Where a request's scope keeps what opens its work."""
DEADLINE: Final = "chassis.deadline"
"""Where a request's scope keeps how many seconds it may take."""
_FIRST_ERROR: Final = 400

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

_KEY_PARAMETER: Final = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": (
        "A key of your making, new for each new request. Sent again with the same body it gives "
        "the same answer and no second effect."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]{1,200}$"},
    "example": "5f0c6b9e-6f0a-4c3e-9d0e-0e6f6f1c2b7a",
}


def operation_id(route: APIRoute) -> str:
    """A readable operation id: the name of the function, as a client would say it."""
    head, *rest = route.name.split("_")
    return head + "".join(word.capitalize() for word in rest)


class Routes(APIRouter):
    """The routes of a service, under `/v1`."""

    def __init__(self, *, prefix: str = "", **options: Any) -> None:
        options.setdefault("route_class", WorkRoute)
        options.setdefault("generate_unique_id_function", operation_id)
        super().__init__(prefix=f"{VERSION}{prefix}", redirect_slashes=False, **options)

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Add a route; a POST carries an Idempotency-Key, and OpenAPI says so."""
        if "POST" in (options.get("methods") or ()):
            extra = dict(options.get("openapi_extra") or {})
            extra["parameters"] = [*extra.get("parameters", ()), _KEY_PARAMETER]
            options["openapi_extra"] = extra
        super().add_api_route(path, endpoint, **options)


class WorkRoute(APIRoute):
    """One request, one work."""

    def get_route_handler(self) -> Handler:
        """FastAPI's handler, inside a work and a deadline."""
        answer = super().get_route_handler()
        admissions = tuple(admissions_of(self.dependant))
        query = KnownQuery.of(self.dependant)
        methods = self.methods or set()
        keyed, reading = "POST" in methods, methods <= {"GET", "HEAD"}
        reads_json = self.body_field is not None and not isinstance(
            self.body_field.field_info, params.Form
        )
        reads_nothing = self.body_field is None and not reading

        async def handle(request: Request) -> Response:
            query.check(request.scope)
            for admission in admissions:
                await admission(request)
            key = read_key(request.headers.getlist(HEADER)) if keyed else None
            if reads_json or reads_nothing:
                request = JsonRequest(request.scope, request.receive)
                await (request.check_body() if reads_json else request.check_nothing_said())
            async with AsyncExitStack() as stack:
                if key is not None:
                    stack.enter_context(lost_race())
                held = HeldWork(request.scope[OPEN_WORK], stack, reading=reading)
                request.scope[HELD] = held
                if key is None:
                    response = await answer(request)
                else:
                    response = await _once(request, key, await held.get(), answer)
                if response.status_code >= _FIRST_ERROR:
                    raise _Undone(response)
            return response

        return partial(_in_time, handle)


async def _in_time(handle: Handler, request: Request) -> Response:
    try:
        async with asyncio.timeout(request.scope[DEADLINE]) as deadline:
            return await handle(request)
    except _Undone as undone:
        return undone.response
    except TimeoutError:
        if deadline.expired():
            raise Unavailable("this took longer than we let a request take") from None
        raise


class _Undone(Exception):
    """A route answered with an error of its own making: its work is rolled back."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


async def _once(request: Request, key: str, work: Work, answer: Handler) -> Response:
    scope = request.scope
    principal = known_caller(request)
    keyed = KeyedRequest(
        subject=principal.subject if principal is not None else "",
        endpoint=f"{scope['method']} {scope['path']}",
        key=key,
        fingerprint=fingerprint(await request.body(), scope["query_string"]),
    )
    stored = await keyed.answered(work)
    if stored is not None:
        return stored
    try:
        response = await answer(request)
    except Refusal:
        stored = await _overtaken(keyed, work)
        if stored is None:
            raise
        return stored
    if response.status_code < _FIRST_ERROR:
        keyed.remember(work, response)
    return response


async def _overtaken(keyed: KeyedRequest, work: Work) -> Response | None:
    """What the same request was answered between our look and our lock: then ours is refused."""
    with suppress(DBAPIError):  # a transaction that failed cannot look any more
        if work.session.is_active:
            return await keyed.answered(work)
    return None
