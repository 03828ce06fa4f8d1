"""Every way the gateway says no, each a problem document (RFC 9457) in the shape services use."""

from http import HTTPStatus
from typing import ClassVar, Final

import orjson

from gateway.asgi import BODY, START, Headers, Send

JSON_PROBLEM: Final = b"application/problem+json"


class Refused(Exception):
    """No. The docstring of a kind is its title; the message says what exactly was refused."""

    status: ClassVar[HTTPStatus]
    code: ClassVar[str]

    def __init_subclass__(cls, *, status: int, code: str) -> None:
        cls.status = HTTPStatus(status)
        cls.code = code

    def __init__(self, detail: str, *, headers: Headers | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers or []


class Malformed(Refused, status=400, code="bad-request"):
    """The request cannot be understood."""


class Unknown(Refused, status=401, code="unauthenticated"):
    """We do not know who you are."""


class NoSuchPath(Refused, status=404, code="not-found"):
    """There is no such thing."""


class ClientTooSlow(Refused, status=408, code="request-timeout"):
    """The request did not arrive in time."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail, headers=[(b"connection", b"close")])


class BodyTooLarge(Refused, status=413, code="body-too-large"):
    """The body is larger than we read."""


class AddressTooLong(Refused, status=414, code="address-too-long"):
    """The address is longer than we read."""


class TooMany(Refused, status=429, code="too-many-requests"):
    """You have asked more often than we agreed."""


class HeadersTooLarge(Refused, status=431, code="headers-too-large"):
    """The headers are larger than we read."""


class NotSupported(Refused, status=501, code="not-supported"):
    """We do not speak that."""


class Failed(Refused, status=502, code="bad-gateway"):
    """The service behind this address broke off or answered nonsense."""


class Away(Refused, status=503, code="unavailable"):
    """The service behind this address cannot be reached now; try again shortly."""


class Crowded(Refused, status=503, code="overloaded"):
    """The service behind this address has too much to do; try again shortly."""


class TooSlow(Refused, status=504, code="gateway-timeout"):
    """The service behind this address did not answer in time."""


def retry_after(seconds: float) -> tuple[bytes, bytes]:
    """The header that says when to come back: whole seconds, at least one."""
    return b"retry-after", b"%d" % max(1, -int(-seconds // 1))


async def refuse(send: Send, refusal: Refused, trace_id: str, *, head: bool = False) -> None:
    """Send the refusal as a problem document."""
    body = orjson.dumps(
        {
            "type": f"/problems/{refusal.code}",
            "title": type(refusal).__doc__,
            "status": refusal.status,
            "detail": refusal.detail,
            "code": refusal.code,
            "trace_id": trace_id,
        }
    )
    headers = [
        (b"content-type", JSON_PROBLEM),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        *refusal.headers,
    ]
    await send({"type": START, "status": int(refusal.status), "headers": headers})
    await send({"type": BODY, "body": b"" if head else body})
