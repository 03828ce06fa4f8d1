"""The company as a partner's system sees it: HTTP through the gateway, patient where it may be."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx2

BUSY: Final = {429, 502, 503, 504}
PATIENCE: Final = 60.0  # seconds a single order may take, waiting included


class Refused(Exception):
    """The company said no, and says why."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.code = str(problem.get("code", status))
        super().__init__(f"{status} {self.code}: {problem.get('detail', '')}")


@dataclass(frozen=True, slots=True)
class Tokens:
    """One access token per role the import plays."""

    importer: str
    adjuster: str
    finance: str
    ops: str


class FrontDoor:
    """Sends orders, and sends them again when the company is busy: every one is safe to repeat."""

    def __init__(self, http: httpx2.AsyncClient) -> None:
        self._http = http

    async def create(
        self, path: str, body: Mapping[str, Any], *, token: str, key: str, wait_for: str = ""
    ) -> dict[str, Any]:
        """POST with an idempotency key; `wait_for` names a refusal that only means "not yet"."""
        headers = {"Idempotency-Key": key}
        answer = await self._ask(
            "POST", path, token=token, json=body, headers=headers, wait_for=wait_for
        )
        created: dict[str, Any] = answer.json()
        return created

    async def change(
        self, path: str, body: Mapping[str, Any], *, token: str, version: str
    ) -> httpx2.Response:
        """PUT onto the version last read."""
        return await self._ask("PUT", path, token=token, json=body, headers={"If-Match": version})

    async def read(self, path: str, *, token: str) -> httpx2.Response:
        """GET one thing."""
        return await self._ask("GET", path, token=token)

    async def pages(self, path: str, *, token: str) -> AsyncIterator[dict[str, Any]]:
        """Every item of a list, page by page."""
        joint, after = "&" if "?" in path else "?", ""
        while True:
            page = (await self.read(f"{path}{joint}limit=100{after}", token=token)).json()
            for item in page["items"]:
                yield item
            if not page["next"]:
                return
            after = f"&after={page['next']}"

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        token: str,
        json: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        wait_for: str = "",
    ) -> httpx2.Response:
        deadline = asyncio.get_running_loop().time() + PATIENCE
        sent = {"Authorization": f"Bearer {token}", **(headers or {})}
        pause = 0.02
        while True:
            again = asyncio.get_running_loop().time() < deadline
            try:
                answer = await self._http.request(method, path, json=json, headers=sent)
            except httpx2.TransportError:
                if not again:
                    raise
            else:
                if answer.is_success:
                    return answer
                problem = _problem(answer)
                busy = answer.status_code in BUSY or problem.get("code") in _PASSING | {wait_for}
                if not (again and busy):
                    raise Refused(answer.status_code, problem)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 1.0)


_PASSING: Final = {"idempotency-in-flight"}


def _problem(answer: httpx2.Response) -> dict[str, Any]:
    try:
        problem = answer.json()
    except ValueError:
        return {"detail": answer.text[:200]}
    return problem if isinstance(problem, dict) else {}
