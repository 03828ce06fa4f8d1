"""Statements that go to the driver as they are: in the same transaction, with the same failures."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from chassis.database import Database
from chassis.plain import Plain

_ADD = Plain("INSERT INTO fines VALUES (:id, :cents) RETURNING cents * :cents AS square")
_ALL = Plain("SELECT * FROM fines ORDER BY id")


@pytest.fixture
async def fines(database: Database) -> None:
    async with database.sessions() as session:
        await session.execute(text("DROP TABLE IF EXISTS fines"))
        await session.execute(text("CREATE TABLE fines (id int PRIMARY KEY, cents int)"))
        await session.commit()


@pytest.mark.usefixtures("fines")
async def test_it_is_part_of_the_transaction_and_names_what_it_returns(database: Database) -> None:
    async with database.sessions() as session:
        [added] = await _ADD.rows(session, {"id": 1, "cents": 12, "unread": "by nobody"})
        seen = await session.scalar(text("SELECT cents FROM fines"))

    async with database.sessions() as session:
        assert (added["square"], seen) == (144, 12)
        assert await _ALL.rows(session, {}) == []


async def test_casts_and_texts_with_colons_are_no_parameters(database: Database) -> None:
    spoken = Plain("SELECT '12:30 ::noon'::text, CAST(:at AS text), :at::text")

    async with database.sessions() as session:
        [row] = await spoken.rows(session, {"at": "late"})

    assert tuple(row) == ("12:30 ::noon", "late", "late")


@pytest.mark.usefixtures("fines")
async def test_it_fails_as_sqlalchemy_does_and_shows_no_values(database: Database) -> None:
    async with database.sessions() as session:
        await _ADD.rows(session, {"id": 4711, "cents": 1})
        with pytest.raises(IntegrityError) as failed:
            await _ADD.rows(session, {"id": 4711, "cents": 815})

    assert failed.value.orig.__cause__.constraint_name == "fines_pkey"  # type: ignore[union-attr]
    assert "815" not in str(failed.value)


@pytest.mark.usefixtures("fines")
async def test_what_a_migration_changed_meanwhile_is_prepared_anew(database: Database) -> None:
    async with database.sessions() as session:
        await _ALL.rows(session, {})
    async with database.sessions() as session:
        await session.execute(text("ALTER TABLE fines ADD paid boolean"))
        await session.commit()

    async with database.sessions() as session:
        with pytest.raises(DBAPIError):
            await _ALL.rows(session, {})
    async with database.sessions() as session:
        assert await _ALL.rows(session, {}) == []


@pytest.mark.usefixtures("fines")
async def test_a_connection_the_server_ended_is_not_used_again(database: Database) -> None:
    end = Plain("SELECT pg_terminate_backend(pg_backend_pid())")

    async with database.sessions() as session:
        with pytest.raises(DBAPIError) as failed:
            await end.rows(session, {})
    async with database.sessions() as session:
        assert await _ALL.rows(session, {}) == []

    assert failed.value.connection_invalidated
