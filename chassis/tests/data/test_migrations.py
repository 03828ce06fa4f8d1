"""Migrations: one database per service, brought up to date once, exactly as the code declares."""

import asyncio
import sys
from collections.abc import Callable
from importlib import import_module, invalidate_caches
from pathlib import Path

import asyncpg
import pytest
from library import books, metadata
from sqlalchemy import Column, MetaData, Text, select
from sqlalchemy.exc import DBAPIError

from chassis.database import NAMES, Database
from chassis.migrations import draft, drift, migrate

NewDatabase = Callable[[], str]


@pytest.fixture
def bookshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of a service that has no migrations yet."""
    package = tmp_path / "bookshop"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    invalidate_caches()
    import_module("bookshop")
    monkeypatch.delitem(sys.modules, "bookshop")
    return package


async def test_a_migrated_database_is_what_the_code_declares(
    database_url_factory: NewDatabase,
) -> None:
    url = database_url_factory()

    await migrate(url, "chassis")
    await migrate(url, "chassis")

    assert await drift(url, "chassis") == []


async def test_migrations_started_at_the_same_moment_run_one_after_another(
    database_url_factory: NewDatabase,
) -> None:
    url = database_url_factory()

    await asyncio.gather(*(migrate(url, "chassis") for _ in range(4)))

    assert await drift(url, "chassis") == []


async def test_a_drafted_migration_brings_the_service_to_its_tables(
    database_url_factory: NewDatabase, bookshop: Path
) -> None:
    url = database_url_factory()
    await migrate(url, "bookshop")
    assert await drift(url, "bookshop", metadata) != []

    await draft(url, "bookshop", "the books", metadata)
    await migrate(url, "bookshop")

    assert [file.name for file in (bookshop / "migrations/versions").glob("*.py")] == [
        "0001_the_books.py"
    ]
    assert await drift(url, "bookshop", metadata) == []


async def test_the_smallest_drift_is_seen(database_url_factory: NewDatabase) -> None:
    url = database_url_factory()
    await migrate(url, "chassis")
    connection = await asyncpg.connect(url)
    await connection.execute("""
        ALTER TABLE alarms ALTER attempts DROP DEFAULT;
        ALTER TABLE alarms DROP CONSTRAINT ck_alarms_lane;
        ALTER TABLE alarms ALTER key TYPE varchar(9);
        DROP INDEX ix_alarms_lane_ring_at;
        CREATE TABLE forgotten ();
        ALTER TABLE outbox_subjects RESET (fillfactor);
    """)
    await connection.close()

    found = await drift(url, "chassis")

    assert [" ".join(line.split()[:6]) for line in found] == [
        "only in the code: CREATE INDEX",
        "only in the code: column alarms.attempts",
        "only in the code: column alarms.key",
        "only in the code: constraint alarms.ck_alarms_lane",
        "only in the code: table outbox_subjects",
        "only in the database: column alarms.attempts",
        "only in the database: column alarms.key",
        "only in the database: table forgotten",
        "only in the database: table outbox_subjects",
    ]


async def test_a_migration_that_cannot_have_its_lock_gives_up_and_leaves_all_as_it_was(
    database_url_factory: NewDatabase, bookshop: Path
) -> None:
    url = database_url_factory()
    await migrate(url, "bookshop")
    await draft(url, "bookshop", "the books", metadata)
    await migrate(url, "bookshop")
    changed = MetaData(naming_convention=NAMES)
    books.to_metadata(changed).append_column(Column("shelf", Text))
    await draft(url, "bookshop", "the shelf", changed)

    async with Database.open(url) as database, database.engine.connect() as reader:
        await reader.execute(select(books))  # and stays in its transaction
        with pytest.raises(DBAPIError, match="lock timeout"):
            await migrate(url, "bookshop", patience="50ms")

    assert await drift(url, "bookshop", metadata) == []
    await migrate(url, "bookshop")
    assert await drift(url, "bookshop", changed) == []
