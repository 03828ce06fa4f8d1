"""What a million contracts cost a day's work: the same reads and alarms beside ten thousand.

Two databases of one server, filled with copies of two contracts that were really issued: one that
runs, one whose premium was not paid. Rounds take turns between the two, so whatever else the
machine does meets both; the ratio of a round is of neighbours, the figure is the median.
CONTRACTS=100000 makes the large one smaller.
"""

import asyncio
import os
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any, Final

from bench.filling import Book, fill
from sqlalchemy import text

from chassis.identity.trial import TrialIssuer
from chassis.migrations import migrate
from chassis.testing.databases import Databases, find_postgres
from chassis.testing.databases import run as at_once
from chassis.testing.stage import Stage
from contracts.roles import Role
from policy.examples import a_customer
from policy.examples.insured import MARIA, an_agreement
from policy.service import policy

FEW: Final = 10_000
MANY: Final = int(os.environ.get("CONTRACTS", "1000000"))
ALLOWED: Final = 1.3
ROUNDS: Final = 5
READS: Final = 60
DUE: Final = 30
"""Contracts of either kind whose alarms ring in one round."""
_SIGNED: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_TO_GRACE: Final = timedelta(days=45)
_FAILED: Final = text("SELECT name || ' failed: ' || error FROM alarms WHERE error IS NOT NULL")

Task = Callable[["Side"], Awaitable[None]]


@dataclass
class Side:
    """One of the two databases, open."""

    stage: Stage
    contracts: int
    due: int = 0
    """How many alarms rang the last time."""


def run() -> list[dict[str, Any]]:
    """A row for each thing done, as a ratio of many to few."""
    with find_postgres() as server:
        databases = Databases(server)
        try:
            urls = [databases.create("bench_contracts") for _ in range(2)]
            for url in urls:
                at_once(migrate(url, "policy"))
            return asyncio.run(_measured(dict(zip(urls, (FEW, MANY), strict=True))))
        finally:
            databases.drop_all()


async def _measured(sizes: dict[str, int]) -> list[dict[str, Any]]:
    async with AsyncExitStack() as stack:
        sides = []
        for url, contracts in sizes.items():
            stage = await stack.enter_async_context(
                Stage.open(policy, url, TrialIssuer.for_tests())
            )
            book = await _two_contracts(stage)
            await fill(url, book, contracts)
            sides.append(Side(stage, contracts))
        last = book.quiet_until
        tasks = {
            "one read by its number": _by_number,
            "a customer's listed": _of_a_customer,
            "the alarms of a day": _alarms,
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in tasks}
        for nth in range(ROUNDS):
            for side in sides:
                side.stage.clock.move_to(last + timedelta(days=nth, hours=1))
            for name, task in tasks.items():
                pair = [await _timed(task, side) for side in sides]
                taken[name].append((pair[0], pair[1]))
        if sides[0].due != sides[1].due:
            raise RuntimeError(
                f"{sides[0].due} alarms rang on one side, {sides[1].due} on the other"
            )
        return [_row(name, taken[name], sides[1]) for name in tasks]


async def _two_contracts(stage: Stage) -> Book:
    """One contract unpaid and in grace, and one that was signed since; both by the front door."""
    stage.clock.move_to(_SIGNED)
    await stage.given(a_customer())
    unpaid = await _issued(stage, date(2026, 4, 1))
    await stage.passes(_TO_GRACE)
    running = await _issued(stage, date(2026, 5, 1))
    await stage.said()
    return Book(
        customer=str(MARIA),
        running=running["id"],
        unpaid=unpaid["id"],
        quiet_until=datetime.fromisoformat(running["ends_at"]),
        due=DUE,
        rounds=ROUNDS,
    )


async def _issued(stage: Stage, starts_on: date) -> dict[str, Any]:
    terms = an_agreement(
        starts_on=starts_on.isoformat(), ends_on=starts_on.replace(year=2027).isoformat()
    )
    headers = {**stage.as_(Role.AGENT), **stage.key()}
    answer = await stage.http.post("/v1/policies", json=terms, headers=headers)
    answer.raise_for_status()
    issued: dict[str, Any] = answer.json()
    return issued


async def _by_number(side: Side) -> None:
    headers = side.stage.as_(Role.AGENT)
    for nth in _some(side.contracts):
        number = Book.number(nth)
        answer = await side.stage.http.get(
            "/v1/policies", params={"number": number}, headers=headers
        )
        if [one["number"] for one in answer.json()["items"]] != [number]:
            raise RuntimeError(f"{number} was not found: {answer.text[:200]}")


async def _of_a_customer(side: Side) -> None:
    headers = side.stage.as_(Role.AGENT)
    for nth in _some(side.contracts):
        customer = Book.customer_of(nth)
        answer = await side.stage.http.get(
            "/v1/policies", params={"customer_id": customer}, headers=headers
        )
        if not answer.json()["items"]:
            raise RuntimeError(f"{customer} has no contracts: {answer.text[:200]}")


async def _alarms(side: Side) -> None:
    side.due = await side.stage.running.alarms.ring_due()
    if side.due < 2 * DUE:
        raise RuntimeError(f"only {side.due} alarms rang")
    async with side.stage.running.works(reading=True) as work:
        if failed := await work.session.scalar(_FAILED):
            raise RuntimeError(f"the alarm {failed}")


def _some(contracts: int) -> list[int]:
    dice = random.Random()
    return [dice.randrange(contracts) for _ in range(READS)]


async def _timed(task: Task, side: Side) -> float:
    began = time.perf_counter()
    await task(side)
    return time.perf_counter() - began


def _row(name: str, taken: list[tuple[float, float]], many: Side) -> dict[str, Any]:
    at_once = many.due if "alarms" in name else READS
    ratio = median(large / small for small, large in taken)
    return {
        "name": f"contracts: {name}, among {many.contracts:,}",
        "figure": round(median(large for _, large in taken) / at_once * 1000, 2),
        "unit": "ms each",
        "ratio": round(ratio, 2),
        "baseline": f"the same among {FEW:,}; at most {ALLOWED}",
    }


if __name__ == "__main__":
    for row in run():
        print(row)
