"""A partner's book of claims, brought in by `yinbao replay` while things go wrong."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from journeys.company import Company

A_MOMENT = 1.0  # seconds in which a company at work does a hundred things
ROLES = ("importer", "adjuster", "finance", "ops")
HEAD = (
    "claim_ref,date_of_loss,state,zip,cause_code,building_value,building_coverage,"
    "building_deductible_code,building_damage,building_paid"
)


@dataclass(frozen=True)
class Book:
    """So many losses; every fourth is below its deductible, and so decided by a person."""

    path: Path
    run: str
    rows: int

    @property
    def settled_total(self) -> str:
        return f"{sum(self.damage(row) - 500 for row in range(self.rows) if row % 4):.2f}"

    @staticmethod
    def damage(row: int) -> int:
        return 1000 + row if row % 4 else 400

    def ref(self, row: int) -> str:
        return f"{self.run}-{row:04}"


def a_book(folder: Path, rows: int) -> Book:
    book = Book(folder / "book.csv", uuid4().hex[:12], rows)
    lines = [
        f"{book.ref(row)},1998-09-28,FL,32566,1,80000,100000,0,{book.damage(row)},0"
        for row in range(rows)
    ]
    book.path.write_text("\n".join([HEAD, *lines, ""]))
    return book


async def replay(
    company: Company, book: Book, *, meanwhile: Iterable[Callable[[], Awaitable[Any]]] = ()
) -> dict[str, Any]:
    """Bring it in; `meanwhile` happens to the company, one thing after another."""
    tokens = {f"TOKEN_{role.upper()}": company.mint(role) for role in ROLES}
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("yinbao"),
        *("replay", str(book.path), "--url", str(company.http.base_url)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **tokens},
    )
    told = asyncio.create_task(process.communicate())
    for strike in meanwhile:
        await asyncio.sleep(A_MOMENT)
        assert not told.done(), "the book was in before everything had gone wrong"
        await strike()
    out, err = await told
    assert out, err.decode()
    return {**json.loads(out), "said": err.decode()[-2000:]}


async def customers_of(company: Company, book: Book) -> dict[str, str]:
    """The ids of the book's customers, by the reference of their loss."""
    found: dict[str, str] = {}
    after: dict[str, str] = {}
    importer = company.somebody("importer")
    while True:
        page = (await importer.get("/customers", limit=100, **after)).json()
        found |= {
            str(each["email"]).partition("@")[0]: each["id"]
            for each in page["items"]
            if str(each["email"]).startswith(book.run)
        }
        if not page["next"]:
            return found
        after = {"after": page["next"]}
