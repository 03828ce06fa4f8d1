"""What a commit of ours writes, and pgbench's script that inserts as much."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, NamedTuple

import asyncpg

_HEAD: Final = 24 + 8  # of a row, and its number: what a text of pgbench's has beside it
_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


class Written(NamedTuple):
    """Rows that one commit inserts into a table, and the bytes of one."""

    table: str
    rows: int
    size: int


async def count_rows(
    url: str, commits: Callable[[], Awaitable[Any]], *, each: int
) -> list[Written]:
    """What one commit writes, from what some did."""
    connection = await asyncpg.connect(url)
    try:
        before = await _rows(connection)
        await commits()
        after = await _rows(connection)
        written = []
        for table, rows in after.items():
            inserted = round((rows - before.get(table, 0)) / each)
            if inserted:
                size = await connection.fetchval(
                    f"SELECT avg(pg_column_size(t)) FROM {table} AS t"  # noqa: S608 - a table of ours
                )
                written.append(Written(table, inserted, int(size)))
    finally:
        await connection.close()
    return written


async def _rows(connection: asyncpg.Connection) -> dict[str, int]:
    """Rows in each table now."""
    names = [row[0] for row in await connection.fetch(_TABLES)]
    one_by_one = [await connection.fetchval(f"SELECT count(*) FROM {name}") for name in names]  # noqa: S608 - a table of ours
    return dict(zip(names, one_by_one, strict=True))


def tables(written: Sequence[Written]) -> str:
    """Tables like those, for pgbench."""
    return ";".join(
        f"CREATE TABLE plain_{one.table} "
        "(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, said text NOT NULL)"
        for one in written
    )


def inserts(written: Sequence[Written]) -> str:
    """One commit of as many rows."""
    lines = [
        f"INSERT INTO plain_{one.table} (said) "  # noqa: S608 - a table of ours
        f"VALUES (repeat('x', {max(one.size - _HEAD, 1)}));"
        for one in written
        for _ in range(one.rows)
    ]
    return "\n".join(["BEGIN;", *lines, "COMMIT;", ""])


async def execute(url: str, statements: str, *values: Any) -> None:
    """Run them on a connection of their own."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statements, *values)
    finally:
        await connection.close()
