"""Contracts issued per second by `POST /v1/policies`, and pgbench beside it on the same server.

Everything is in: the request read and its key kept, the contract with its first version, account,
invoice and journal, the events in the outbox and the alarms, one commit. pgbench inserts as many
rows of about the same sizes in each of its commits: both are counted first, from what a few
contracts wrote. The two take turns, so other load meets both. Nothing is sent on meanwhile.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

import asyncpg
from bench import pgbench

from chassis.identity.trial import TrialIssuer
from chassis.ids import new_id
from chassis.migrations import migrate
from chassis.service.serving import keep_for_good
from chassis.testing.databases import Databases, find_postgres
from chassis.testing.databases import run as at_once
from chassis.testing.stage import Stage
from contracts.roles import Role
from embedded.replay.command import AT_ONCE
from policy.examples import a_customer
from policy.examples.insured import HARBOUR_STREET, an_agreement
from policy.service import policy

AIM: Final = 0.12
CUSTOMERS: Final = [new_id() for _ in range(4_000)]
"""Each is sold a few contracts at as many addresses: within what an agent concludes alone."""
ROUNDS: Final = 3
SECONDS: Final = 6
_COUNTED: Final = 50
_HEAD: Final = 24 + 8  # of a row, and its number: what a text of pgbench's has beside it
_TABLES: Final = """
    SELECT relname, n_tup_ins FROM pg_stat_user_tables WHERE schemaname = 'public'
"""


def _agreements() -> Iterator[dict[str, Any]]:
    place = HARBOUR_STREET.model_dump()
    for nth in count():
        whose = str(CUSTOMERS[nth % len(CUSTOMERS)])
        there = {**place, "line": f"{nth} Harbour Street"}
        yield an_agreement(customer_id=whose, insured_place=there)


_AGREEMENTS: Final = _agreements()


class Written(NamedTuple):
    """Rows that one commit inserts into a table, and the bytes of one."""

    table: str
    rows: int
    size: int


def run() -> list[dict[str, Any]]:
    """Two rows: contracts a second, against pgbench's commits, and the CPU of one."""
    program = pgbench.find()
    if program is None:
        print(f"issue: {pgbench.MISSING}")
        return []
    with find_postgres() as server, tempfile.TemporaryDirectory() as place:
        databases = Databases(server)
        try:
            ours, theirs = (databases.create("bench_issue") for _ in range(2))
            at_once(migrate(ours, "policy"))
            return asyncio.run(_measured(program, Path(place), ours, theirs))
        finally:
            databases.drop_all()


async def _measured(program: str, place: Path, ours: str, theirs: str) -> list[dict[str, Any]]:
    async with Stage.open(policy, ours, TrialIssuer.for_tests()) as stage:
        await stage.given(*map(a_customer, CUSTOMERS))
        await _issued(stage, contracts=AT_ONCE)  # connected, and every statement prepared
        keep_for_good()  # as whatever serves does when it is open
        written = await _written(stage, ours)
        script = place / "commit.sql"
        script.write_text(_script(written), encoding="utf-8")
        await _execute(theirs, _tables(written))
        turns, spent = [], []
        for _ in range(ROUNDS):
            plain = await asyncio.to_thread(
                pgbench.commits, program, script, (theirs,), clients=AT_ONCE, seconds=SECONDS
            )
            began, cpu = time.perf_counter(), time.process_time()
            issued = await _issued(stage, seconds=SECONDS)
            contracts = issued * (time.perf_counter() - began)
            spent.append((time.process_time() - cpu) / contracts * 1000)
            turns.append((issued, plain))
    rows = sum(one.rows for one in written)
    share = sum(one.rows * one.size for one in written)
    plain = median(theirs for _, theirs in turns)
    return [
        {
            "name": f"issue: contracts by HTTP, {rows} rows and {share / 1000:.1f} kB each",
            "figure": round(median(ours for ours, _ in turns)),
            "unit": "commits/s",
            "ratio": round(median(ours / theirs for ours, theirs in turns), 3),
            "baseline": f"pgbench, {rows} inserts each: {plain:.0f} commits/s; aim {AIM}",
        },
        {
            "name": "issue: CPU of ours for a contract, its caller's included",
            "figure": round(min(spent), 1),
            "unit": "ms",
            "ratio": None,
            "baseline": None,
        },
    ]


async def _issued(stage: Stage, *, contracts: int = 0, seconds: float = 0) -> float:
    """So many, or for so long; contracts per second."""
    agent = stage.as_(Role.AGENT)
    began, left, done = time.perf_counter(), contracts, 0

    async def one_after_another() -> None:
        nonlocal left, done
        while left > 0 or time.perf_counter() - began < seconds:
            left -= 1
            headers, terms = {**agent, **stage.key()}, next(_AGREEMENTS)
            answer = await stage.http.post("/v1/policies", json=terms, headers=headers)
            if answer.status_code != 201:
                raise RuntimeError(f"not issued: {answer.text[:300]}")
            done += 1

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(one_after_another())
    return done / (time.perf_counter() - began)


async def _written(stage: Stage, url: str) -> list[Written]:
    """What one contract writes, from what some did."""
    connection = await asyncpg.connect(url)
    try:
        before = await _inserted(connection)
        await _issued(stage, contracts=_COUNTED)
        after = await _inserted(connection)
        written = []
        for table, rows in after.items():
            each = round((rows - before.get(table, 0)) / _COUNTED)
            if each:
                size = await connection.fetchval(
                    f"SELECT avg(pg_column_size(t)) FROM {table} AS t"  # noqa: S608 - a table of ours
                )
                written.append(Written(table, each, int(size)))
    finally:
        await connection.close()
    return written


async def _inserted(connection: asyncpg.Connection) -> dict[str, int]:
    """Rows inserted into each table so far; other connections tell theirs within a second."""
    await asyncio.sleep(1.5)
    await connection.execute("SELECT pg_stat_clear_snapshot()")
    return {row[0]: row[1] for row in await connection.fetch(_TABLES)}


def _tables(written: Sequence[Written]) -> str:
    return ";".join(
        f"CREATE TABLE plain_{one.table} "
        "(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, said text NOT NULL)"
        for one in written
    )


def _script(written: Sequence[Written]) -> str:
    inserts = [
        f"INSERT INTO plain_{one.table} (said) "  # noqa: S608 - a table of ours
        f"VALUES (repeat('x', {max(one.size - _HEAD, 1)}));"
        for one in written
        for _ in range(one.rows)
    ]
    return "\n".join(["BEGIN;", *inserts, "COMMIT;", ""])


async def _execute(url: str, statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()
