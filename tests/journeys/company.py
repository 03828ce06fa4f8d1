"""The company as people meet it: its front door, their tokens, patience for what takes time."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID, uuid4

import httpx2

T = TypeVar("T")
# For who asks over plain HTTP: each client would read all the world's certificates, for 50 ms.
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
PATIENCE = 30.0  # seconds for what crosses services


class Mint(Protocol):
    """Gives access tokens the company accepts, or, with claims that say otherwise, does not."""

    def __call__(self, role: str, customer_id: UUID | None = None, **claims: Any) -> str: ...

    def jwks(self) -> dict[str, Any]:
        """The public keys the company trusts."""
        ...


@dataclass
class Somebody:
    """A person at the front door with a token in hand."""

    http: httpx2.AsyncClient
    token: str

    async def get(self, path: str, **params: Any) -> httpx2.Response:
        return await self.http.get(f"/v1{path}", params=params, headers=self._who())

    async def post(self, path: str, body: Mapping[str, Any]) -> httpx2.Response:
        headers = {**self._who(), "Idempotency-Key": str(uuid4())}
        return await self.http.post(f"/v1{path}", json=body, headers=headers)

    async def put(self, path: str, body: Mapping[str, Any]) -> httpx2.Response:
        """Read the thing, then change the version that was read."""
        thing = "/".join(path.split("/")[:3])
        read = await self.get(thing)
        headers = {
            **self._who(),
            **({"If-Match": read.headers["ETag"]} if "ETag" in read.headers else {}),
        }
        return await self.http.put(f"/v1{path}", json=body, headers=headers)

    def _who(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass
class Company:
    """A running company."""

    http: httpx2.AsyncClient
    mint: Mint

    def somebody(self, role: str, customer_id: str | None = None) -> Somebody:
        return Somebody(self.http, self.mint(role, UUID(customer_id) if customer_id else None))


async def eventually(look: Callable[[], Awaitable[T]], done: Callable[[T], object]) -> T:
    """Look again until it is so, or fail with what was last seen."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while True:
        seen = await look()
        if done(seen):
            return seen
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError(f"not so after {PATIENCE:.0f} s: {seen!r}")
        await asyncio.sleep(0.1)
