"""Two replicas of a service: no double effect, order kept, and one takes over from the other."""

import asyncio
from functools import partial
from pathlib import Path

import pytest
from compose.book import Book, a_book, customers_of, replay
from compose.containers import Containers
from journeys.company import Company

pytestmark = pytest.mark.timeout(420)  # what was killed under a lease waits for its end

ROWS = 300
PAID = ["welcome", "policy-issued", "claim-filed", "claim-approved", "claim-paid"]
DECLINED = ["welcome", "policy-issued", "claim-filed", "claim-referred", "claim-declined"]


async def test_one_replica_takes_over_from_the_other(
    company: Company, containers: Containers, tmp_path: Path
) -> None:
    book = a_book(tmp_path, ROWS)
    await containers.scale("claims", 2)

    strikes = [
        partial(containers.kill, "claims", replica=0),
        containers.start_all,
        partial(containers.kill, "claims", replica=1),
        containers.raise_up,
    ]

    outcome = await replay(company, book, meanwhile=strikes)
    await containers.start_all()
    await containers.scale("claims", 1)
    counted = (outcome["refused"], outcome["lost"], outcome["duplicates"])
    assert counted == (0, 0, 0), outcome["said"]
    assert outcome["settled_total"] == book.settled_total
    assert await told(company, book) == {
        book.ref(row): PAID if row % 4 else DECLINED for row in range(ROWS)
    }


async def told(company: Company, book: Book) -> dict[str, list[str]]:
    """What each customer was told, in the order in which it happened."""
    customers = await customers_of(company, book)

    async def inbox(customer_id: str) -> list[str]:
        page = await company.somebody("customer", customer_id).get("/inbox", limit=100)
        return [item["fact"] for item in reversed(page.json()["items"])]

    return dict(zip(customers, await asyncio.gather(*map(inbox, customers.values())), strict=True))
