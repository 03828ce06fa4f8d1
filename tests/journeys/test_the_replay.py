"""A partner's book of claims is brought in through the front door, twice, and counted."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from journeys.company import Company

BOOK = """\
claim_ref,date_of_loss,state,zip,cause_code,building_value,building_coverage,\
building_deductible_code,building_damage,building_paid
{run}-a,1998-09-28,FL,32566,1,80000,100000,0,9313,8813.00
{run}-b,1998-02-07,CA,92056,1,90000,200000,0,382,0
{run}-c,2005-08-29,MS,39564,1,218196,169400,5,208743,169400.00
{run}-d,2005-08-29,MS,39564,1,1000,50000,1,4428,3428.00
{run}-e,2005-13-29,MS,39564,1,218196,169400,5,208743,169400.00
"""
ROLES = ("importer", "adjuster", "finance", "ops")


async def replay(company: Company, book: Path) -> tuple[dict[str, Any], str]:
    tokens = {f"TOKEN_{role.upper()}": company.mint(role) for role in ROLES}
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("yinbao"),
        *("replay", str(book), "--url", str(company.http.base_url)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **tokens},
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return json.loads(out), err.decode()


async def count(company: Company, path: str, role: str) -> int:
    found, after = 0, {}
    somebody = company.somebody(role)
    while True:
        page = (await somebody.get(path, limit=100, **after)).json()
        found += len(page["items"])
        if not page["next"]:
            return found
        after = {"after": page["next"]}


async def test_a_book_brought_in_twice_is_there_once(company: Company, tmp_path: Path) -> None:
    book = tmp_path / "book.csv"
    book.write_text(BOOK.format(run=uuid4().hex[:12]))

    first, said = await replay(company, book)
    claims = await count(company, "/claims", "adjuster")
    again, _ = await replay(company, book)

    assert "line 6: date_of_loss: '2005-13-29' is not a date" in said
    counted = {key: first[key] for key in ("claims", "settled_total", "matches_paid", "capped")}
    assert counted == {
        "claims": 4,
        "settled_total": "181641.00",
        "matches_paid": 4,
        "capped": 1,
    }
    assert (first["nothing_payable"], first["malformed"], first["refused"]) == (1, 1, 0)
    assert (first["lost"], first["duplicates"]) == (0, 0)
    assert again["settled_total"] == first["settled_total"]
    assert (again["events"], again["mails"]) == (first["events"], first["mails"])
    assert await count(company, "/claims", "adjuster") == claims
