"""What all services offer together, asked of them and kept for a while."""

import asyncio
from collections.abc import Mapping
from importlib.metadata import version
from time import monotonic
from typing import Any, Final

import orjson
import structlog

from gateway.asking import ask_all
from gateway.doors import Door
from gateway.openapi import Document, merge
from gateway.refusals import Refused

KEPT_SECONDS: Final = 60.0
KEPT_PARTIAL_SECONDS: Final = 2.0
PATIENCE: Final = 5.0

log = structlog.get_logger(__name__)


class Catalogue:
    """The merged OpenAPI document. A service that is away is shown as it was last seen."""

    def __init__(self, doors: Mapping[str, Door]) -> None:
        self._doors = doors
        self._seen: dict[str, Document] = {}
        self._made = b""
        self._until = 0.0
        self._making = asyncio.Lock()

    async def document(self) -> bytes:
        """The document as JSON: whole, or partial with a note of what is missing."""
        async with self._making:
            if monotonic() >= self._until:
                away = await self._ask()
                merged = merge(self._seen, away=away, version=version("yinbao-gateway"))
                self._made = orjson.dumps(merged)
                self._until = monotonic() + (KEPT_PARTIAL_SECONDS if away else KEPT_SECONDS)
            return self._made

    async def _ask(self) -> dict[str, str]:
        upstreams = [(name, door.upstream) for name, door in self._doors.items()]
        away: dict[str, str] = {}
        for name, answer in (await ask_all(upstreams, "/openapi.json", within=PATIENCE)).items():
            document = _read(answer)
            if document is not None:
                self._seen[name] = document
            else:
                log.warning("a service does not say what it offers", service=name)
                if name not in self._seen:
                    away[name] = "it does not answer now"
        return away


def _read(answer: tuple[int, bytes] | Refused) -> Document | None:
    if isinstance(answer, Refused) or answer[0] != 200:  # noqa: PLR2004 - OK
        return None
    try:
        document: Any = orjson.loads(answer[1])
    except orjson.JSONDecodeError:
        return None
    return document if isinstance(document, dict) else None
