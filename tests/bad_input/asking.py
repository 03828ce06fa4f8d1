"""Asking for what must be refused, many at a time, and telling what was not."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2
from bad_input.routes import Route

AT_ONCE = 8
PROBLEM = "application/problem+json"


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A request with one mistake in it, and how it must be refused."""

    route: Route
    mistake: str
    headers: Any
    expected: set[int]
    blames: str | None = None
    """The JSON pointer or the name of the one to blame."""
    path: str | None = None
    query: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    """The body: `json=` or `content=`."""

    def __str__(self) -> str:
        return f"{self.route}, {self.mistake}"


async def not_refused(http: httpx2.AsyncClient, asks: Iterable[Ask]) -> list[str]:
    """Ask all of it. For each that was not refused as it must be, what happened."""
    waiting = list(asks)
    assert waiting, "nothing was tried"
    surprises: list[str] = []

    async def work() -> None:
        while waiting:
            one = waiting.pop()
            answer = await _ask(http, one)
            if wrong := _wrong(one, answer):
                surprises.append(f"{one}: {wrong}: {answer.status_code} {answer.text[:300]}")

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return sorted(surprises)


async def _ask(http: httpx2.AsyncClient, one: Ask) -> httpx2.Response:
    while True:
        answer = await http.request(
            one.route.method,
            (one.path or one.route.path()) + one.query,
            headers=one.headers,
            **one.said,
        )
        if answer.status_code != 429:
            return answer
        await asyncio.sleep(int(answer.headers["Retry-After"]))  # strangers may ask only so often


def _wrong(one: Ask, answer: httpx2.Response) -> str:
    if answer.status_code not in one.expected:
        return f"expected {sorted(one.expected)}"
    if answer.headers["content-type"] != PROBLEM:
        return "not a problem document"
    problem = answer.json()
    if problem["status"] != answer.status_code or not problem["trace_id"]:
        return "its status or trace is not told"
    blamed = [each.get("pointer", each.get("name")) for each in problem.get("errors", ())]
    if one.blames is not None and blamed != [one.blames]:
        return f"blames {blamed} instead of {one.blames!r}"
    return ""
