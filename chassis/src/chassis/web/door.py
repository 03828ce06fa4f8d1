"""The door every request comes through: names, limits, counts and logs it; no fault gets out.

One plain ASGI layer, because each costs every request.
"""

import re
import time
from collections.abc import Mapping
from typing import Any, Final

import structlog
from opentelemetry.trace import SpanKind
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.ids import new_id
from chassis.telemetry.http import HttpMeter
from chassis.telemetry.tracing import Place, be_at, exporting, leave, span_of, step_of
from chassis.web.problems import Problem, fault, problem_of
from chassis.web.refusals import AddressTooLong, BadRequest, BodyTooLarge, HeadersTooLarge

LARGEST_HEADERS: Final = 16 * 1024
MOST_HEADERS: Final = 100
LONGEST_ADDRESS: Final = 4 * 1024
_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})
_REQUEST_ID: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_LENGTH: Final = re.compile(rb"[0-9]{1,18}")
CALLER_LEFT: Final = 499
_SERVER_FAULT: Final = 500

log = structlog.get_logger("chassis.web")


class Door:
    """Wraps an application; `extras` is put into the scope of each request."""

    def __init__(
        self, app: ASGIApp, *, service: str, max_body_bytes: int, extras: Mapping[str, Any]
    ) -> None:
        self.app = app
        self.service = service
        self.max_body_bytes = max_body_bytes
        self.extras = extras
        self.meter = HttpMeter(service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection event of the server."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        passage = _Passage(self, scope, receive, send)
        if not exporting():
            await passage.go()
            return
        traceparent = passage.headers.get(b"traceparent", b"").decode("latin-1")
        with span_of(traceparent, scope["method"], SpanKind.SERVER) as span:
            await passage.go()
            span.update_name(f"{scope['method']} {route_of(scope)}")
            span.set_attributes(
                {
                    "http.request.method": scope["method"],
                    "http.route": route_of(scope),
                    "http.response.status_code": passage.status,
                    "service.part": self.service,
                }
            )


class _Passage:
    """One request on its way through the door."""

    __slots__ = (
        "_door",
        "_left",
        "_receive",
        "_request_id",
        "_scope",
        "_send",
        "headers",
        "status",
    )

    def __init__(self, door: Door, scope: Scope, receive: Receive, send: Send) -> None:
        self._door = door
        self._scope = scope
        self._receive = receive
        self._send = send
        self.headers = dict(scope["headers"])  # of repeated ones, the last
        self.status = 0
        self._left = door.max_body_bytes
        self._request_id = b""

    async def go(self) -> None:
        door, scope = self._door, self._scope
        began = time.perf_counter()
        traceparent = self.headers.get(b"traceparent")
        request_id = self.headers.get(b"x-request-id")
        if request_id is None or not _REQUEST_ID.fullmatch(request_id):
            request_id = str(new_id()).encode("ascii")
        self._request_id = request_id
        here = step_of(traceparent.decode("latin-1") if traceparent else None)
        before = be_at(Place(here, door.service, request_id.decode("ascii")))
        scope.update(door.extras)
        try:
            self._check_limits()
            await door.app(scope, self._read, self._answer)
        except ClientDisconnect:
            log.info("the caller left", route=route_of(scope))
        except Exception as error:
            if self.status:
                log.exception("an answer broke off", route=route_of(scope))
                raise
            await self._tell(error)
        finally:
            self._report(time.perf_counter() - began)
            leave(before)

    def _check_limits(self) -> None:
        scope = self._scope
        headers = scope["headers"]
        if (
            len(headers) > MOST_HEADERS
            or sum([len(name) + len(value) for name, value in headers]) > LARGEST_HEADERS
        ):
            raise HeadersTooLarge(f"at most {MOST_HEADERS} headers of {LARGEST_HEADERS} bytes")
        if len(scope["path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
            raise AddressTooLong(f"at most {LONGEST_ADDRESS} bytes")
        length = self.headers.get(b"content-length")
        if length is not None:
            if not _LENGTH.fullmatch(length):
                raise BadRequest("is a number of bytes", parameter="Content-Length")
            if int(length) > self._left:
                raise self._too_large()

    def _too_large(self) -> BodyTooLarge:
        return BodyTooLarge(f"at most {self._door.max_body_bytes} bytes")

    async def _read(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise self._too_large()
        return message

    async def _answer(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], (b"x-request-id", self._request_id)]
        await self._send(message)

    async def _tell(self, error: Exception) -> None:
        spoken = Headers(scope=self._scope).get("Accept-Language")
        problem: Problem | None = problem_of(error, spoken)
        if problem is None:
            log.error("a request failed", route=route_of(self._scope), exc_info=error)
            problem = fault()
        elif problem.status >= _SERVER_FAULT:
            log.warning("a request could not be answered", code=problem.code, exc_info=error)
        await problem.response()(self._scope, self._receive, self._answer)

    def _report(self, seconds: float) -> None:
        scope = self._scope
        route = route_of(scope)
        status = self.status or CALLER_LEFT
        self._door.meter.count(scope["method"], route, status, seconds)
        speak = log.debug if scope["path"] in _QUIET else log.info
        speak(
            "request",
            method=scope["method"],
            route=route,
            status=status,
            ms=round(seconds * 1000, 2),
        )


def route_of(scope: Scope) -> str:
    """The template of the route that was met, so that ids neither fill metrics nor logs."""
    route = scope.get("route")
    return getattr(route, "path_format", None) or getattr(route, "path", None) or "(none)"
