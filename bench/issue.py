"""Contracts issued per second by `POST /v1/policies`, and pgbench beside it on the same server.

Everything is in: the request read off its connection and its key kept, the contract with its first
version, account, invoice and journal, the events in the outbox and the alarms, one commit. As many
replicas serve as there are cores; each contract is another customer's, at another address. pgbench
inserts as many rows of about the same sizes in each of its commits: both are counted first, from
what a few contracts wrote. The two take turns, so other load meets both. Nothing is sent on
meanwhile.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

import asyncpg
import psutil
from bench import pgbench
from bench.caller import Caller, free_port
from bench.rows import Written, count_rows, execute, inserts, tables

from chassis.identity.trial import TrialIssuer
from chassis.ids import new_id
from chassis.migrations import migrate
from chassis.testing.databases import Databases, find_postgres
from chassis.testing.databases import run as at_once
from chassis.testing.stage import Stage
from contracts.roles import Role
from embedded.replay.command import AT_ONCE
from policy.examples import a_customer
from policy.examples.insured import HARBOUR_STREET, an_agreement
from policy.service import policy

AIM: Final = 0.12
ROUNDS: Final = 3
SECONDS: Final = 6
REPLICAS: Final = os.cpu_count() or 1
PATIENCE: Final = 60
_SERVED: Final = Path(__file__).parent / "served/replica.py"
_COUNTED: Final = 50
_CUSTOMERS: Final = 20_000
_MORE_CUSTOMERS: Final = """
    INSERT INTO customers SELECT (jsonb_populate_record(c, jsonb_build_object(
        'id', gen_random_uuid()))).* FROM customers AS c, generate_series(1, $1::int)
"""


class Round(NamedTuple):
    """What was done at once: contracts and commits a second, and our CPU for a contract in ms."""

    issued: float
    plain: float
    spent: float


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
            trial = TrialIssuer.for_tests()
            at_once(_customers(ours, trial))
            with _replicas(ours, trial, Path(place)) as replicas:
                issuer = Issuer(replicas, trial, at_once(_ids(ours)))
                return _rows(*asyncio.run(_measured(program, Path(place), issuer, ours, theirs)))
        finally:
            databases.drop_all()


def _rows(written: Sequence[Written], rounds: Sequence[Round]) -> list[dict[str, Any]]:
    rows = sum(one.rows for one in written)
    share = sum(one.rows * one.size for one in written)
    plain = median(one.plain for one in rounds)
    return [
        {
            "name": f"issue: contracts by HTTP, {rows} rows and {share / 1000:.1f} kB each",
            "figure": round(median(one.issued for one in rounds)),
            "unit": "commits/s",
            "ratio": round(median(one.issued / one.plain for one in rounds), 3),
            "baseline": f"pgbench, {rows} inserts each: {plain:.0f} commits/s; aim {AIM}",
        },
        {
            "name": "issue: CPU of the service for a contract",
            "figure": round(min(one.spent for one in rounds), 1),
            "unit": "ms",
            "ratio": None,
            "baseline": f"{REPLICAS} replicas, {AT_ONCE} callers",
        },
    ]


class Issuer:
    """Callers of all replicas, who have contracts issued."""

    def __init__(
        self, replicas: dict[int, psutil.Process], trial: TrialIssuer, customers: list[str]
    ) -> None:
        self._ports, self._processes = list(replicas), list(replicas.values())
        token = trial.token("ana", {Role.AGENT}, lifetime=timedelta(hours=1))
        self._headers = {"Authorization": f"Bearer {token}"}
        self._customers, self._houses = customers, count(1)

    async def issue(self, *, contracts: int = 0, seconds: float = 0) -> tuple[float, float]:
        """So many, or for so long; contracts per second, and CPU of one in ms."""
        began, left, done, cpu = time.perf_counter(), contracts, 0, self._cpu()

        async def one_after_another(nth: int) -> None:
            nonlocal left, done
            caller = await Caller.to(self._ports[nth % len(self._ports)])
            while left > 0 or time.perf_counter() - began < seconds:
                left -= 1
                headers = {**self._headers, "Idempotency-Key": str(new_id())}
                status, said = await caller.post("/v1/policies", headers, self._terms())
                if status != 201:
                    raise RuntimeError(f"not issued: {said[:300]!r}")
                done += 1
            caller.close()

        async with asyncio.TaskGroup() as group:
            for nth in range(AT_ONCE):
                group.create_task(one_after_another(nth))
        return done / (time.perf_counter() - began), (self._cpu() - cpu) / done * 1000

    def _terms(self) -> bytes:
        house = next(self._houses)
        customer = self._customers[house % len(self._customers)]
        place = HARBOUR_STREET.model_dump() | {"line": f"{house} Harbour Street"}
        return json.dumps(an_agreement(customer_id=customer, insured_place=place)).encode()

    def _cpu(self) -> float:
        return sum(sum(one.cpu_times()[:2]) for one in self._processes)


async def _measured(
    program: str, place: Path, issuer: Issuer, ours: str, theirs: str
) -> tuple[list[Written], list[Round]]:
    await issuer.issue(contracts=20 * AT_ONCE)  # connected, and every statement prepared
    await execute(ours, "ANALYZE")  # as autovacuum has done where it runs: plans know of the rows
    written = await count_rows(ours, lambda: issuer.issue(contracts=_COUNTED), each=_COUNTED)
    script = place / "commit.sql"
    script.write_text(inserts(written), encoding="utf-8")
    await execute(theirs, tables(written))
    rounds = []
    for _ in range(ROUNDS):
        plain = await asyncio.to_thread(
            pgbench.commits, program, script, (theirs,), clients=AT_ONCE, seconds=SECONDS
        )
        issued, spent = await issuer.issue(seconds=SECONDS)
        rounds.append(Round(issued, plain, spent))
    return written, rounds


@contextmanager
def _replicas(url: str, trial: TrialIssuer, place: Path) -> Iterator[dict[int, psutil.Process]]:
    """Serve it, once for each core; by port."""
    given = {"issuer": trial.issuer, "audience": trial.audience, "jwks": trial.jwks()}
    (place / "trial.json").write_text(json.dumps(given), encoding="utf-8")
    with ExitStack() as stack:
        replicas = {}
        for _ in range(REPLICAS):
            port = free_port()
            command = [sys.executable, str(_SERVED), str(port), url, str(place / "trial.json")]
            process = stack.enter_context(subprocess.Popen(command))
            stack.callback(process.terminate)
            replicas[port] = psutil.Process(process.pid)
        for port, one in replicas.items():
            _wait_for(port, one)
        yield replicas


def _wait_for(port: int, process: psutil.Process) -> None:
    deadline = time.monotonic() + PATIENCE
    while not any(one.laddr.port == port for one in process.net_connections("tcp")):
        if not process.is_running() or time.monotonic() > deadline:
            raise RuntimeError("the service did not start")
        time.sleep(0.1)


async def _customers(url: str, trial: TrialIssuer) -> None:
    """One, and many like it."""
    async with Stage.open(policy, url, trial) as stage:
        await stage.given(a_customer())
    await execute(url, _MORE_CUSTOMERS, _CUSTOMERS)


async def _ids(url: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        return [str(row[0]) for row in await connection.fetch("SELECT id FROM customers")]
    finally:
        await connection.close()
