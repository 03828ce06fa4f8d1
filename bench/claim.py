"""Commits per second while claims are brought in, decided, paid and told, and pgbench beside it.

Both on one PostgreSQL of our own, which nobody else uses: so its transaction ids count exactly the
transactions that wrote, whichever service made them; reads and polls draw none. The seconds are
the replay's own, from the first order until the last mail is out. pgbench makes two inserts per
commit with as many clients as the replay.
"""

import asyncio
import csv
import json
import os
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import asyncpg
from bench import pgbench

from embedded import folder, postgres
from embedded.postgres.cluster import ROLE
from embedded.rehearsal import rehearsal
from embedded.replay.command import AT_ONCE, PEOPLE
from embedded.replay.rows import COLUMNS

CLAIMS: Final = 400
PGBENCH_SECONDS: Final = 10
_TABLES: Final = """
    CREATE TABLE one (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, said text NOT NULL);
    CREATE TABLE other (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, said text NOT NULL)
"""
_COMMIT: Final = """BEGIN;
INSERT INTO one (said) VALUES (repeat('x', 200));
INSERT INTO other (said) VALUES (repeat('x', 200));
COMMIT;
"""


def run() -> list[dict[str, Any]]:
    """One row: our commits, against pgbench's."""
    program = pgbench.find()
    if program is None:
        print(f"claim: {pgbench.MISSING}")
        return []
    with folder.throw_away() as place, postgres.running(place, throw_away=True) as server:
        theirs = _pgbench_commits(program, place, server)
        claims, commits = _replayed(place, server.url())
    return [
        {
            "name": f"claim: {CLAIMS} claims settled and told, {claims:.1f} claims/s",
            "figure": round(commits),
            "unit": "commits/s",
            "ratio": round(commits / theirs, 3),
            "baseline": f"pgbench, two inserts each: {theirs:.0f} commits/s",
        }
    ]


def _replayed(place: Path, server: str) -> tuple[float, float]:
    """Claims and writing commits per second."""
    book = place / "claims.csv"
    _write(book)
    with rehearsal(DATABASE_URL=server) as company:
        tokens = {f"TOKEN_{role.upper()}": company.token(role) for role in PEOPLE}
        command = [str(Path(sys.executable).with_name("yinbao")), "replay", str(book)]
        before = asyncio.run(_writes(server))
        done = subprocess.run(
            [*command, "--url", company.url],
            env=os.environ | tokens,
            capture_output=True,
            text=True,
            check=False,
        )
        after = asyncio.run(_writes(server))
    if done.returncode:
        raise RuntimeError(f"the replay failed: {done.stderr.strip()[-300:]}")
    outcome = json.loads(done.stdout)
    return outcome["claims"] / outcome["seconds"], (after - before) / outcome["seconds"]


def _write(book: Path) -> None:
    """A book of floods that never were; the same each time."""
    dice = random.Random(1998)
    with book.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for number in range(CLAIMS):
            lost_on = date(1998, 1, 1) + timedelta(days=dice.randrange(8000))
            value = dice.randrange(80_000, 400_000, 1000)
            cover, damage = min(value, 250_000), dice.randrange(500, 120_000)
            money = (value, cover, dice.choice("1256"), damage, 0)
            rows.writerow([f"{number:08}", lost_on, "LA", "70112", dice.choice("1247"), *money])


def _pgbench_commits(program: str, place: Path, server: postgres.Server) -> float:
    asyncio.run(_execute(server.url(), _TABLES))
    script = place / "commit.sql"
    script.write_text(_COMMIT, encoding="utf-8")
    there = ("-h", str(server.sockets), "-U", ROLE, "postgres")
    return pgbench.commits(program, script, there, clients=AT_ONCE, seconds=PGBENCH_SECONDS)


async def _writes(server: str) -> int:
    """How many transactions ever wrote anything on this server."""
    connection = await asyncpg.connect(server)
    try:
        drawn = await connection.fetchval("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
    finally:
        await connection.close()
    return int(drawn)


async def _execute(server: str, statements: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()
