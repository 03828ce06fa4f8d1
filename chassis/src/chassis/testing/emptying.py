"""A database made empty again between two tests, without migrating it again.

Measured on 16 small tables: one TRUNCATE 30 ms, these deletes in one round trip 0.7 ms.
"""

from typing import Final

import asyncpg

_TABLES: Final = """
    SELECT quote_ident(relname) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
_DRAWN_SEQUENCES: Final = """
    SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL ORDER BY sequencename
"""
_FIRST_NUMBERS_AGAIN: Final = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL AND NOT sequencename = ANY('{kept}');
"""
_SUPERUSER: Final = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"


async def emptying(url: str) -> str:
    """The SQL that empties the freshly migrated database at `url`."""
    connection = await asyncpg.connect(url)
    try:
        tables = [
            name for (name,) in await connection.fetch(_TABLES) if await _empty(connection, name)
        ]
        kept = [name for (name,) in await connection.fetch(_DRAWN_SEQUENCES)]
        superuser = await connection.fetchval(_SUPERUSER)
    finally:
        await connection.close()
    restart = _FIRST_NUMBERS_AGAIN.replace("{kept}", "{" + ",".join(kept) + "}")
    if superuser:  # foreign keys do not look, so the order does not matter
        deletes = "".join(f"DELETE FROM {table};" for table in tables)  # noqa: S608 - quoted by PostgreSQL
        emptied = f"SET LOCAL session_replication_role = replica; {deletes}"
    else:
        emptied = f"TRUNCATE {', '.join(tables)};"
    return f"BEGIN; {emptied} {restart} COMMIT;"


async def _empty(connection: asyncpg.Connection, table: str) -> bool:
    """Whether tests fill it: what a migration filled (its version, reference data) stays."""
    return not await connection.fetchval(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 - quoted by PostgreSQL
