"""Statements that go to the driver as they are: in the same transaction, with the same failures."""

import pytest
from sqlalchemy import Integer, bindparam, column, literal, select, text
from sqlalchemy import table as named
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import Database
from chassis.plain import Plain

_ADD = Plain("INSERT INTO fines VALUES (:id, :cents) RETURNING cents * :cents AS square")
_ALL = Plain("SELECT * FROM fines ORDER BY id")
_later = pytest.mark.parametrize("later", [False, True], ids=["the first", "a later one"])


async def begin(session: AsyncSession, *, later: bool) -> None:
    if later:
        await Plain("SELECT").rows(session, {})


@pytest.fixture
async def fines(database: Database) -> None:
    async with database.sessions() as session:
        await session.execute(text("DROP TABLE IF EXISTS fines"))
        await session.execute(text("CREATE TABLE fines (id int PRIMARY KEY, cents int)"))
        await session.commit()


@_later
@pytest.mark.usefixtures("fines")
async def test_it_is_part_of_the_transaction_and_names_what_it_returns(
    *, database: Database, later: bool
) -> None:
    async with database.sessions() as session:
        await begin(session, later=later)
        [added] = await _ADD.rows(session, {"id": 1, "cents": 12, "unread": "by nobody"})
        seen = await session.scalar(text("SELECT cents FROM fines"))

    async with database.sessions() as session:
        assert (added["square"], seen) == (144, 12)
        assert await _ALL.rows(session, {}) == []


@pytest.mark.usefixtures("fines")
async def test_after_a_commit_the_next_is_in_a_transaction_of_its_own(database: Database) -> None:
    async with database.sessions() as session:
        await _ADD.rows(session, {"id": 1, "cents": 12})
        await session.commit()
        await _ADD.rows(session, {"id": 2, "cents": 24})
        await session.rollback()
        kept = await _ALL.rows(session, {})

    assert [row["id"] for row in kept] == [1]


async def test_casts_and_texts_with_colons_are_no_parameters(database: Database) -> None:
    spoken = Plain("SELECT '12:30 ::noon'::text, CAST(:at AS text), :at::text")

    async with database.sessions() as session:
        [row] = await spoken.rows(session, {"at": "late"})

    assert tuple(row) == ("12:30 ::noon", "late", "late")


@pytest.mark.usefixtures("fines")
async def test_what_is_built_brings_its_own_values(database: Database) -> None:
    dear = bindparam("dear", type_=Integer)
    cents = column("cents", Integer)
    built = select(literal("EUR").label("currency"), cents).select_from(named("fines", cents))
    dearer = Plain.of(built.where(cents > dear))

    async with database.sessions() as session:
        await _ADD.rows(session, {"id": 1, "cents": 12})
        [row] = await dearer.rows(session, {"dear": 11})
        none = await dearer.rows(session, {"dear": 12})

    assert (tuple(row), none) == (("EUR", 12), [])


@_later
@pytest.mark.usefixtures("fines")
async def test_it_fails_as_sqlalchemy_does_and_shows_no_values(
    *, database: Database, later: bool
) -> None:
    twice = Plain("INSERT INTO fines VALUES (:id, 1), (:id, 2)")

    async with database.sessions() as session:
        await begin(session, later=later)
        with pytest.raises(IntegrityError) as failed:
            await twice.rows(session, {"id": 4711})
        await session.rollback()
        assert await _ALL.rows(session, {}) == []

    assert failed.value.orig.__cause__.constraint_name == "fines_pkey"  # type: ignore[union-attr]
    assert "4711" not in str(failed.value)


@_later
@pytest.mark.usefixtures("fines")
async def test_what_a_migration_changed_meanwhile_is_prepared_anew(
    *, database: Database, later: bool
) -> None:
    async with database.sessions() as session:
        await begin(session, later=later)
        await _ALL.rows(session, {})
    async with database.sessions() as session:
        await session.execute(text("ALTER TABLE fines ADD paid boolean"))
        await session.commit()

    async with database.sessions() as session:
        await begin(session, later=later)
        with pytest.raises(DBAPIError):
            await _ALL.rows(session, {})
    async with database.sessions() as session:
        await begin(session, later=later)
        assert await _ALL.rows(session, {}) == []


@_later
@pytest.mark.usefixtures("fines")
async def test_a_connection_the_server_ended_is_not_used_again(
    *, database: Database, later: bool
) -> None:
    end = Plain("SELECT pg_terminate_backend(pg_backend_pid())")

    async with database.sessions() as session:
        await begin(session, later=later)
        with pytest.raises(DBAPIError) as failed:
            await end.rows(session, {})
    async with database.sessions() as session:
        assert await _ALL.rows(session, {}) == []

    assert failed.value.connection_invalidated
