"""Copies of contracts that were really issued: all their rows, by SQL, with ids of their own.

A copy's ids are those of its original with other first digits, so whatever refers to a row of the
original refers, in the copy, to the row of the copy. Foreign keys are not looked at meanwhile.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

CHUNK: Final = 50_000
PER_CUSTOMER: Final = 5
_FIRST: Final = 1_000_000  # numbers of seven digits, that no contract issued here has
_OWNED: Final = {
    # table: how its rows are found from a contract, which tables after those they refer to
    "policies": "t.id = $1",
    "contract_versions": "t.policy_id = $1",
    "accounts": "t.id = $1",
    "invoices": "t.policy_id = $1",
    "journals": "t.policy_id = $1",
    "postings": "t.policy_id = $1",
    "arrears": "t.policy_id = $1",
    "notices": "t.arrears_id IN (SELECT id FROM arrears WHERE policy_id = $1)",
    "tasks": "t.policy_id = $1",
    "alarms": "left(t.key, 36) = $1::text OR left(t.key, 36) IN "
    "(SELECT id::text FROM arrears WHERE policy_id = $1)",
    "outbox_subjects": "t.subject = $1::text",
}
_COLUMNS: Final = """
    SELECT column_name, data_type FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position
"""


@dataclass(frozen=True, kw_only=True)
class Book:
    """What is copied, and when it rings.

    Of `due * rounds` copies of either contract the alarms ring one round a day from `quiet_until`
    on; of all others later.
    """

    customer: str
    running: str
    unpaid: str
    quiet_until: datetime
    due: int
    rounds: int

    @staticmethod
    def number(nth: int) -> str:
        """The number of the nth copy."""
        return f"P-2026-{_FIRST + nth}"

    @staticmethod
    def customer_of(nth: int) -> UUID:
        """Whose it is."""
        return UUID(f"{nth // PER_CUSTOMER:08x}-0000-7000-8000-000000000000")


async def fill(url: str, book: Book, contracts: int) -> None:
    """Make so many, and let the server look at them."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET synchronous_commit = off")
        with suppress(asyncpg.InsufficientPrivilegeError):
            await connection.execute("SET session_replication_role = replica")
        await connection.execute(_customers(await _columns(connection, "customers"), contracts))
        ringing = book.due * book.rounds
        await _copy(connection, book, book.unpaid, (0, ringing), rings=True)
        await _copy(connection, book, book.running, (ringing, 2 * ringing), rings=True)
        for start in range(2 * ringing, contracts, CHUNK):
            end = min(start + CHUNK, contracts)
            await _copy(connection, book, book.running, (start, end), rings=False)
            print(f"contracts: {end:,} of {contracts:,} filled in", flush=True)
        await connection.execute("DELETE FROM alarms WHERE left(key, 3) = '019'")  # the originals'
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def _copy(
    connection: asyncpg.Connection, book: Book, policy: str, range_: tuple[int, int], *, rings: bool
) -> None:
    async with connection.transaction():
        for table, theirs in _OWNED.items():
            columns = await _columns(connection, table)
            values = ", ".join(
                _value(table, name, kind, book, rings=rings) for name, kind in columns.items()
            )
            names = ", ".join(columns)
            where = theirs.replace("$1::text", f"'{policy}'").replace("$1", f"'{policy}'::uuid")
            copy = (
                f"INSERT INTO {table} ({names}) SELECT {values} "  # noqa: S608 - names of our tables
                f"FROM generate_series({range_[0]}, {range_[1] - 1}) AS n, "
                f"(SELECT * FROM {table} AS t WHERE {where}) AS t ORDER BY n"
            )
            await connection.execute(copy)


async def _columns(connection: asyncpg.Connection, table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in await connection.fetch(_COLUMNS, table)}


def _customers(columns: dict[str, str], contracts: int) -> str:
    names, values = ", ".join(columns), ", ".join(columns).replace("id", _customer("n"), 1)
    last = (contracts - 1) // PER_CUSTOMER
    return (
        f"INSERT INTO customers ({names}) SELECT {values} "  # noqa: S608 - names of our tables
        f"FROM generate_series(0, {last}) AS n, (SELECT * FROM customers LIMIT 1) AS t"
    )


def _customer(n: str) -> str:
    return f"(lpad(to_hex({n}), 8, '0') || '-0000-7000-8000-000000000000')::uuid"


def _value(table: str, name: str, kind: str, book: Book, *, rings: bool) -> str:
    """What a copy has in this column; the original is `t`, and `n` counts the copies."""
    own = f"lpad(to_hex(n), 8, '0') || substr(t.{name}::text, 9)"
    number = f"'P-2026-' || ({_FIRST} + n)"
    days = f"n % {book.rounds}" if rings else f"{book.rounds + 1} + n % 300"
    rings_at = f"'{book.quiet_until.isoformat()}'::timestamptz + ({days}) * interval '1 day'"
    special = {
        ("policies", "number"): number,
        ("accounts", "number"): number,
        ("invoices", "number"): f"{number} || right(t.number, 3)",
        ("invoices", "reference"): f"'RF00' || ({_FIRST} + n) || right(t.number, 2)",
        ("alarms", "key"): own,
        ("alarms", "due_at"): rings_at,
        ("alarms", "ring_at"): rings_at,
        ("outbox_subjects", "subject"): own,
    }
    if name == "customer_id":
        return _customer(f"n / {PER_CUSTOMER}")
    return special.get((table, name), f"({own})::uuid" if kind == "uuid" else f"t.{name}")
