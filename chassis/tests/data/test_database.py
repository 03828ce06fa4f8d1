"""The columns every service shapes alike, and a server that restarts."""

from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from library import Book, Status, Until, books
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, StatementError

from chassis.database import Database, asyncpg_url
from chassis.ids import new_id
from chassis.money import Money


@pytest.mark.parametrize("fee", [None, Money(Decimal("12.50"), "USD")])
async def test_a_row_comes_back_as_it_was(database: Database, fee: Money | None) -> None:
    book = Book(new_id(), "Emma", Status.LENT, fee)
    async with database.sessions.begin() as session:
        session.add(book)

    async with database.sessions() as session:
        found = await session.get_one(Book, book.id)

    assert found is not book
    assert (found.title, found.status, found.fee, found.version) == ("Emma", Status.LENT, fee, 1)
    assert isinstance(found.status, Status)


async def test_no_other_word_is_a_status(database: Database) -> None:
    async with database.sessions() as session:
        with pytest.raises(StatementError, match="'burnt' is not a valid Status"):
            await session.execute(insert(books).values(id=new_id(), title="Emma", status="burnt"))
        await session.rollback()
        with pytest.raises(IntegrityError, match="ck_books_status"):
            await session.execute(
                text(
                    "INSERT INTO books (id, title, status, version) "
                    "VALUES (gen_random_uuid(), 'Emma', 'burnt', 1)"
                )
            )


async def test_connections_the_server_closed_are_replaced_unnoticed(
    database: Database, library_url: str, until: Until
) -> None:
    async with database.engine.connect() as connection:
        closed = await connection.scalar(text("SELECT pg_backend_pid()"))
        driver: Any = (await connection.get_raw_connection()).driver_connection
    server = await asyncpg.connect(library_url)
    await server.execute("SELECT pg_terminate_backend($1)", closed)
    await server.close()
    await until(driver.is_closed)

    async with database.engine.connect() as connection:
        assert await connection.scalar(text("SELECT pg_backend_pid()")) != closed


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("postgresql://mira@db:5433/claims", "postgresql+asyncpg://mira@db:5433/claims"),
        ("postgresql://db/claims?sslmode=require", "postgresql+asyncpg://db/claims?ssl=require"),
        ("postgresql:///claims?host=/run/pg", "postgresql+asyncpg:///claims?host=%2Frun%2Fpg"),
    ],
)
def test_addresses_are_read_as_libpq_reads_them(given: str, read: str) -> None:
    assert asyncpg_url(given).render_as_string(hide_password=False) == read
