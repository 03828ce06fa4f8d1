"""What the gateway answers itself: health, metrics, the merged document and its page."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import orjson
from prometheus_client import CONTENT_TYPE_LATEST

from gateway.asgi import BODY, START, Headers, Scope, Send, header
from gateway.asking import ask_all
from gateway.catalogue import Catalogue
from gateway.documentation import ASSET_TYPES, PAGE, POLICY, asset
from gateway.doors import Door
from gateway.metrics import Count
from gateway.refusals import Refused

PATIENCE: Final = 3.0
ASSETS: Final = "/docs/"

JSON: Final = (b"content-type", b"application/json")
FRESH: Final = (b"cache-control", b"no-store")
SAFE: Final = [
    (b"content-security-policy", POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


class Desk:
    """Answers the paths that belong to no service."""

    def __init__(self, doors: Mapping[str, Door], count: Count) -> None:
        self._doors = doors
        self._count = count
        self._catalogue = Catalogue(doors)
        self.retired = False
        self._pages: dict[str, Callable[[Scope, Send], Awaitable[None]]] = {
            "/": self._front,
            "/healthz": self._healthz,
            "/readyz": self._readyz,
            "/metrics": self._metrics,
            "/openapi.json": self._openapi,
            "/docs": self._docs,
        }

    async def answer(self, scope: Scope, send: Send) -> bool:
        """Answer if the path is one of ours; say whether it was."""
        if scope["method"] not in {"GET", "HEAD"}:
            return False
        path: str = scope["path"]
        page = self._pages.get(path)
        if page is None and path.startswith(ASSETS) and path.removeprefix(ASSETS) in ASSET_TYPES:
            page = self._asset
        if page is None:
            return False
        await page(scope, send)
        return True

    async def ready(self) -> dict[str, str]:
        """Which services do not answer or are not ready, each with why."""
        upstreams = [(name, door.upstream) for name, door in self._doors.items()]
        faults = {"gateway": "it is stopping"} if self.retired else {}
        for name, answer in (await ask_all(upstreams, "/readyz", within=PATIENCE)).items():
            if isinstance(answer, Refused):
                faults[name] = answer.detail
            elif answer[0] != 200:  # noqa: PLR2004 - OK
                faults[name] = "it is not ready"
        return faults

    async def _front(self, scope: Scope, send: Send) -> None:
        await _say(scope, send, 307, [(b"location", b"/docs")], b"")

    async def _healthz(self, scope: Scope, send: Send) -> None:
        await _say(scope, send, 200, [JSON, FRESH], b'{"alive":true}')

    async def _readyz(self, scope: Scope, send: Send) -> None:
        # One service away is its own misfortune: the others are still to be reached through us.
        faults = await self.ready()
        ready = not self.retired and len(faults) < max(1, len(self._doors))
        body = orjson.dumps({"ready": ready, "not_ready": faults})
        await _say(scope, send, 200 if ready else 503, [JSON, FRESH], body)

    async def _metrics(self, scope: Scope, send: Send) -> None:
        kind = (b"content-type", CONTENT_TYPE_LATEST.encode())
        await _say(scope, send, 200, [kind, FRESH], self._count.text())

    async def _openapi(self, scope: Scope, send: Send) -> None:
        keep = (b"cache-control", b"no-cache")
        await _say(scope, send, 200, [JSON, keep], await self._catalogue.document())

    async def _docs(self, scope: Scope, send: Send) -> None:
        kind = (b"content-type", b"text/html; charset=utf-8")
        await _say(scope, send, 200, [kind, FRESH, *SAFE], PAGE)

    async def _asset(self, scope: Scope, send: Send) -> None:
        # reading and packing 1.5 MB once takes a tenth of a second; not on the loop
        found = await asyncio.to_thread(asset, scope["path"].removeprefix(ASSETS))
        headers = [
            (b"content-type", found.type),
            (b"etag", found.etag),
            (b"cache-control", b"public, max-age=3600"),
            (b"vary", b"accept-encoding"),
            *SAFE,
        ]
        if header(scope["headers"], b"if-none-match") == found.etag:
            await _say(scope, send, 304, headers, b"")
        elif b"gzip" in (header(scope["headers"], b"accept-encoding") or b""):
            headers.append((b"content-encoding", b"gzip"))
            await _say(scope, send, 200, headers, found.packed)
        else:
            await _say(scope, send, 200, headers, found.plain)


async def _say(scope: Scope, send: Send, status: int, headers: Headers, body: bytes) -> None:
    if status != 304:  # noqa: PLR2004 - Not Modified has no body
        headers = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": START, "status": status, "headers": headers})
    await send({"type": BODY, "body": b"" if scope["method"] == "HEAD" else body})
