"""The issuer's public keys: fetched, kept, rotated, and never asked for more often than is fair."""

import asyncio
import json
import warnings
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import httpx2
import structlog
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key

from chassis.clock import Clock, SystemClock
from chassis.errors import Unavailable

Key = RSAKey | ECKey | OKPKey
FRESH: Final = timedelta(minutes=5)
FIRST_PAUSE: Final = timedelta(seconds=1)
LONGEST_PAUSE: Final = timedelta(minutes=1)
_LARGEST_ANSWER: Final = 1_000_000
_SMALLEST_RSA: Final = 2048
_SECONDS_TO_ANSWER: Final = 5.0

log = structlog.get_logger(__name__)


class KeySource(Protocol):
    """Where public keys come from."""

    async def fetch(self) -> Iterable[Mapping[str, Any]]:
        """The keys of a JWKS, as they are now."""
        ...


class GivenKeys:
    """Keys that are simply known, e.g. those of the trial issuer."""

    def __init__(self, jwks: Mapping[str, Any]) -> None:
        self._jwks = jwks

    async def fetch(self) -> Iterable[Mapping[str, Any]]:
        """The keys it was made with."""
        return list(self._jwks["keys"])


class IssuerKeys:
    """Keys behind an URL: the one given, or the one the issuer's discovery document names.

    A `file://` URL is read from disk, for a company whose issuer the services cannot reach.
    """

    def __init__(
        self,
        issuer: str,
        jwks_url: str | None = None,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._issuer = issuer
        self._jwks_url = jwks_url
        self._transport = transport

    async def fetch(self) -> Iterable[Mapping[str, Any]]:
        """The keys the issuer publishes now."""
        if self._jwks_url and self._jwks_url.startswith("file://"):
            path = Path(urlsplit(self._jwks_url).path)
            return _keys_in(json.loads(await asyncio.to_thread(path.read_bytes)))
        async with httpx2.AsyncClient(
            transport=self._transport, timeout=_SECONDS_TO_ANSWER, follow_redirects=False
        ) as http:
            url = self._jwks_url or await self._discover(http)
            return _keys_in(await _get(http, url))

    async def _discover(self, http: httpx2.AsyncClient) -> str:
        url = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        document = await _get(http, url)
        if not isinstance(document, dict) or document.get("issuer") != self._issuer:
            raise ValueError(f"{url} speaks for another issuer")
        return str(document["jwks_uri"])


def _keys_in(document: Any) -> list[Mapping[str, Any]]:
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise TypeError("that is no JWKS")
    return [key for key in document["keys"] if isinstance(key, dict)]


async def _get(http: httpx2.AsyncClient, url: str) -> Any:
    async with http.stream("GET", url) as answer:
        answer.raise_for_status()
        body = bytearray()
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) > _LARGEST_ANSWER:
                raise ValueError(f"{url} answers with more than {_LARGEST_ANSWER} bytes")
    return json.loads(body)


class KeyRing:
    """The keys we have, by id; asks the source again when they are old or one is unknown.

    While the source is away the keys we have go on serving. Forged key ids cannot hammer the
    source: fruitless refreshes are spaced out, from one second to one minute.
    """

    def __init__(self, source: KeySource, clock: Clock | None = None) -> None:
        self._source = source
        self._clock = clock or SystemClock()
        self._keys: list[Key] = []
        self._fetched_at: datetime | None = None
        self._not_before: datetime | None = None
        self._pause = FIRST_PAUSE
        self._refreshing = asyncio.Lock()

    async def find(self, kid: str | None, kty: str) -> Key | None:
        """The key a token names; without a name, the only one of its type."""
        asked_at = self._clock.now()
        if self._fetched_at is None or asked_at - self._fetched_at >= FRESH:
            await self._refresh(asked_at)
        key = self._pick(kid, kty)
        if key is None:
            await self._refresh(asked_at)
            key = self._pick(kid, kty)
        if key is None and self._fetched_at is None:
            raise Unavailable("the issuer of access tokens does not answer", retry_after=2)
        return key

    def _pick(self, kid: str | None, kty: str) -> Key | None:
        fitting = [
            key for key in self._keys if key.key_type == kty and (kid is None or key.kid == kid)
        ]
        return fitting[0] if len(fitting) == 1 else None

    async def _refresh(self, asked_at: datetime) -> None:
        async with self._refreshing:
            if self._not_before is not None and asked_at < self._not_before:
                return
            before = {key.kid for key in self._keys}
            try:
                published = await self._source.fetch()
            except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError, TypeError, KeyError):
                log.warning("issuer-keys-not-fetched", exc_info=True, keys_kept=len(self._keys))
                self._back_off()
                return
            self._keys = [key for key in map(_usable, published) if key is not None]
            self._fetched_at = self._clock.now()
            if {key.kid for key in self._keys} == before:
                self._back_off()
            else:
                self._pause = FIRST_PAUSE
                self._not_before = self._clock.now() + self._pause

    def _back_off(self) -> None:
        self._not_before = self._clock.now() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)


def _usable(published: Mapping[str, Any]) -> Key | None:
    """A public signing key of a kind we verify with, or None."""
    if published.get("use", "sig") != "sig":
        return None
    try:
        with warnings.catch_warnings():  # of small keys: those are refused below
            warnings.simplefilter("ignore", SecurityWarning)
            key = import_key(dict(published))
    except (JoseError, ValueError, TypeError, KeyError):
        log.warning("issuer-key-unreadable", kid=str(published.get("kid"))[:64])
        return None
    if isinstance(key, RSAKey):
        return key if key.public_key.key_size >= _SMALLEST_RSA else None
    return key if isinstance(key, ECKey | OKPKey) else None
