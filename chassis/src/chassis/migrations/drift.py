"""Does a migrated database look exactly like the tables the code declares?

The declared tables are built in a scratch schema of the same database, both are described by
PostgreSQL's own catalogues, and the descriptions are compared. That sees what a comparison of
declarations misses: CHECKs, defaults, partial indexes, storage parameters.
"""

from typing import Final

from sqlalchemy import Connection, MetaData, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis.database import asyncpg_url
from chassis.registry import find_service
from chassis.tables import metadata as chassis_metadata

SCRATCH: Final = "drift_scratch"
DESCRIBE: Final = text("""
    WITH tables AS (
        SELECT oid, relname, reloptions FROM pg_class
        WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = CAST(:schema AS text))
          AND relkind IN ('r', 'p')
          AND relname NOT LIKE '%\\_version'
    )
    SELECT format('table %s %s', relname, reloptions) FROM tables
    UNION ALL
    SELECT format('column %s.%s %s%s%s%s', relname, attname, format_type(atttypid, atttypmod),
                  CASE WHEN attnotnull THEN ' not null' END,
                  ' identity ' || nullif(CAST(attidentity AS text), ''),
                  ' default ' || CASE WHEN attidentity = '' THEN pg_get_expr(adbin, adrelid) END)
    FROM tables JOIN pg_attribute ON attrelid = tables.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    UNION ALL
    SELECT format('constraint %s.%s %s', relname, conname, pg_get_constraintdef(con.oid))
    FROM tables JOIN pg_constraint con ON conrelid = tables.oid
    WHERE contype <> 'n'  -- PostgreSQL 18 lists NOT NULL here too
    UNION ALL
    SELECT replace(pg_get_indexdef(indexrelid), CAST(:schema AS text) || '.', '')
    FROM tables JOIN pg_index ON indrelid = tables.oid
""")


async def drift(url: str | URL, service: str, metadata: MetaData | None = None) -> list[str]:
    """List what the migrated database at `url` and the declared tables do not share.

    The tables are the chassis's and those of `metadata`, which is the installed service's own when
    it is not given.
    """
    declared = [chassis_metadata]
    if service != "chassis":
        declared.append(find_service(service).metadata if metadata is None else metadata)
    engine = create_async_engine(asyncpg_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            migrated = await connection.run_sync(_describe, "public")
            await connection.execute(text(f"CREATE SCHEMA {SCRATCH}"))
            await connection.execute(text(f"SET LOCAL search_path TO {SCRATCH}, public"))
            for one in declared:
                await connection.run_sync(one.create_all, checkfirst=False)
            wanted = await connection.run_sync(_describe, SCRATCH)
            await connection.rollback()
    finally:
        await engine.dispose()
    return sorted(
        [f"only in the database: {line}" for line in migrated - wanted]
        + [f"only in the code: {line}" for line in wanted - migrated]
    )


def _describe(connection: Connection, schema: str) -> set[str]:
    return set(connection.scalars(DESCRIBE, {"schema": schema}))
