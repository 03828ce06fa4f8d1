"""Which headers cross, in each direction.

Not across: what belongs to one connection (hop-by-hop), what says who or where the client is (we
say where, nobody says who but the token), what asks a service to read another address or method.
"""

import re
from collections.abc import Iterable
from typing import Final

from gateway.asgi import Headers
from gateway.refusals import HeadersTooLarge, Malformed, NotSupported

LARGEST: Final = 32 * 1024
MOST: Final = 100

HOP_BY_HOP: Final = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)
_NOT_INWARD: Final = HOP_BY_HOP | {
    b"host",  # told as X-Forwarded-Host; the service gets its own name
    b"content-length",  # put back below, once it is known to be one number
    b"expect",  # answered here
    b"forwarded",
    b"via",
    b"x-real-ip",
    b"x-client-ip",
    b"x-cluster-client-ip",
    b"true-client-ip",
    b"cf-connecting-ip",
    b"remote-user",
    b"x-remote-user",
    b"x-user",
    b"x-request-id",
    b"traceparent",
    b"x-original-url",
    b"x-rewrite-url",
    b"x-http-method",
    b"x-http-method-override",
    b"x-method-override",
}
_NOT_INWARD_PREFIXES: Final = (b"x-forwarded-", b"x-auth-request-", b"x-envoy-")
_NOT_OUTWARD: Final = HOP_BY_HOP | {
    b"server",
    b"date",  # the server in front of us says it
    b"x-powered-by",
    b"ratelimit",
    b"ratelimit-policy",
    b"x-request-id",
}

_number: Final = re.compile(rb"[0-9]{1,15}")


def inward(headers: Headers, told: Headers) -> Headers:
    """The request's headers as the service gets them: filtered, then what the gateway tells."""
    size = 0
    connection = framing = None
    kept = list(told)
    for pair in headers:
        name, value = pair
        size += len(name) + len(value)
        if name == b"content-length":
            if framing is not None or not _number.fullmatch(value):
                raise Malformed("the length of the body is said in more than one way")
            framing = pair
            kept.append(pair)
        elif name == b"transfer-encoding":
            if framing is not None:
                raise Malformed("the length of the body is said in more than one way")
            if value.lower() != b"chunked":
                raise NotSupported("the only transfer coding we speak is chunked")
            framing = pair
        elif name == b"connection":
            connection = value
        elif (
            name not in _NOT_INWARD
            and not name.startswith(_NOT_INWARD_PREFIXES)
            and b"_" not in name  # some read it as a dash, and so as another header
        ):
            kept.append(pair)
    if size > LARGEST or len(headers) > MOST:
        raise HeadersTooLarge(f"{MOST} headers of {LARGEST} bytes together is what we read")
    return kept if connection is None else _without_named(kept, connection)


def body_length(headers: Headers) -> int | None:
    """How long the request's body is, once `inward` checked it; None when its end will tell."""
    for name, value in headers:
        if name == b"content-length":
            return int(value)
        if name == b"transfer-encoding":
            return None
    return 0


def outward(status: int, headers: Iterable[tuple[bytes, bytes]], told: Headers) -> Headers:
    """The answer's headers as the client gets them."""
    dropped = _NOT_OUTWARD if status not in {204, 304} else _NOT_OUTWARD | {b"content-length"}
    headers = list(headers)
    kept = [pair for pair in headers if pair[0] not in dropped]
    for name, value in headers:
        if name == b"connection":
            kept = _without_named(kept, value)
    kept += told
    return kept


# What a Connection header may not make us drop: it would undo what was decided above.
_STAYS: Final = frozenset(
    {b"content-length", b"authorization", b"cache-control", b"idempotency-key", b"if-match"}
    | {b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-request-id"}
    | {b"traceparent", b"close"}
)


def _without_named(headers: Headers, connection: bytes) -> Headers:
    named = {token.strip().lower() for token in connection.split(b",")} - _STAYS
    return [pair for pair in headers if pair[0] not in named]
