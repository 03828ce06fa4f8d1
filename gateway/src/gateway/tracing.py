"""The ids by which one request is found again in every log: request id and W3C trace context."""

import os
import re
from typing import Final

from gateway.asgi import Headers

_traceparent: Final = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
)
_request_id: Final = re.compile(rb"[A-Za-z0-9._\-]{8,128}")


class Trace:
    """A request's ids: the client's where they are well-formed, else new ones."""

    __slots__ = ("parent", "request_id")

    def __init__(self, headers: Headers) -> None:
        self.parent = self.request_id = b""
        for name, value in headers:
            if name == b"traceparent" and _traceparent.fullmatch(value):
                self.parent = value
            elif name == b"x-request-id" and _request_id.fullmatch(value):
                self.request_id = value
        if not self.parent:
            new = os.urandom(24).hex()
            self.parent = f"00-{new[:32]}-{new[32:]}-01".encode()
        if not self.request_id:
            self.request_id = self.parent[3:35]

    @property
    def id(self) -> str:
        """The trace id, for a problem document."""
        return self.parent[3:35].decode()

    @property
    def inward(self) -> Headers:
        """What the service is told."""
        return [(b"x-request-id", self.request_id), (b"traceparent", self.parent)]
