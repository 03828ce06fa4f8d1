"""A book is brought in while what carries it is killed: nothing accepted is lost, nothing twice."""

from functools import partial
from pathlib import Path

import pytest
from compose.book import a_book, customers_of, replay
from compose.containers import Containers
from journeys.company import Company

pytestmark = pytest.mark.timeout(420)  # what was killed under a lease waits for its end

ROWS = 300


async def test_a_book_survives_whatever_is_killed(
    company: Company, containers: Containers, tmp_path: Path
) -> None:
    book = a_book(tmp_path, ROWS)

    strikes = [
        partial(containers.kill, "claims"),
        containers.raise_up,
        partial(containers.kill, "notifications"),
        containers.raise_up,
        partial(containers.restart, "rabbitmq"),
        partial(containers.restart, "postgres"),
    ]

    first = await replay(company, book, meanwhile=strikes)
    await containers.start_all()
    again = await replay(company, book)

    assert (first["refused"], first["lost"], first["duplicates"]) == (0, 0, 0), first["said"]
    assert (first["claims"], first["settled_total"]) == (ROWS, book.settled_total)
    assert {key: again[key] for key in ("claims", "settled_total", "events", "mails")} == {
        key: first[key] for key in ("claims", "settled_total", "events", "mails")
    }
    assert len(await customers_of(company, book)) == ROWS
    mails = (await company.somebody("ops").get("/deliveries/summary")).json()
    assert (mails["sent"], mails["waiting"], mails["queued"], mails["failed"]) == (
        first["mails"],
        *(0, 0, 0),
    )
