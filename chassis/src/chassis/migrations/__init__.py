"""Bringing a service's database up to date: the chassis's tables first, then the service's own.

A package keeps its migrations in `<package>/migrations/versions` and has its own version table; the
environment and the template here serve all. They only go forward: a step back is a new step.
"""

from importlib.resources import files
from pathlib import Path
from typing import Final

from sqlalchemy import MetaData, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis.database import asyncpg_url
from chassis.migrations.drift import drift

__all__ = ["draft", "drift", "migrate"]

ONE_AT_A_TIME: Final = "SELECT pg_advisory_lock(hashtextextended('yinbao.migrations', 0))"
LOCK_TIMEOUT: Final = "SELECT set_config('lock_timeout', :patience, false)"


async def migrate(url: str | URL, service: str, *, patience: str = "5s") -> None:
    """Upgrade the database at `url` for the service (the name of its package), once at a time.

    A migration that cannot have a lock within `patience` gives up, so that readers do not queue
    behind it.
    """
    from chassis.migrations import steps

    engine = create_async_engine(asyncpg_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.execute(text(ONE_AT_A_TIME))
            await connection.execute(text(LOCK_TIMEOUT), {"patience": patience})
            await connection.commit()  # both outlive it: they belong to the session
            for package in ("chassis", service):
                await connection.run_sync(steps.upgrade, package)
                await connection.commit()  # alembic joins a transaction it finds and leaves it open
    finally:
        await engine.dispose()


async def draft(url: str | URL, package: str, message: str, metadata: MetaData) -> None:
    """Write a new migration for the package, from the migrated database at `url` to `metadata`."""
    from chassis.migrations import steps

    engine = create_async_engine(asyncpg_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(steps.draft, package, message, metadata)
    finally:
        await engine.dispose()


def versions_of(package: str) -> Path:
    """The folder of a package's migrations."""
    return Path(str(files(package))) / "migrations" / "versions"
