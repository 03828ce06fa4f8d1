"""How an HTTP/1.1 request is written, byte by byte, and nothing that could be read as two."""

import re
from typing import Final

from gateway.asgi import Headers, Scope
from gateway.refusals import Malformed

CHUNKED: Final = b"transfer-encoding: chunked\r\n"
LAST_CHUNK: Final = b"0\r\n\r\n"

_method: Final = re.compile(r"[A-Z]{1,20}")
_target: Final = re.compile(rb"/[\x21-\x7e]*")
_lines: Final = re.compile(rb"(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+: [\t\x20-\x7e\x80-\xff]*\r\n)*")


def request_head(scope: Scope, host: bytes, *, chunked: bool) -> bytes:
    """Request line and headers. Raises Malformed for whatever would end a line too early."""
    method: str = scope["method"]
    headers: Headers = scope["headers"]
    target: bytes = scope["raw_path"]
    if scope["query_string"]:
        target = b"%s?%s" % (target, scope["query_string"])
    lines = b"".join([b"%s: %s\r\n" % pair for pair in headers])
    if not (_method.fullmatch(method) and _target.fullmatch(target) and _lines.fullmatch(lines)):
        raise Malformed("the method, the address or a header has a character that is not allowed")
    return b"%s %s HTTP/1.1\r\nhost: %s\r\n%s%s\r\n" % (
        method.encode(),
        target,
        host,
        lines,
        CHUNKED if chunked else b"",
    )


def framed(data: bytes, *, last: bool) -> bytes:
    """Data as a chunk, and the end after the last. No data is no chunk: an empty one is the end."""
    piece = b"%x\r\n%s\r\n" % (len(data), data) if data else b""
    return piece + LAST_CHUNK if last else piece
