"""Databases to throw away, and made empty again without migrating them again."""

from collections.abc import Callable
from urllib.parse import urlsplit

import asyncpg
import pytest

from chassis.testing.databases import Databases, find_postgres
from chassis.testing.emptying import emptying

SCHEMA = """
    CREATE TABLE countries (code text PRIMARY KEY);
    INSERT INTO countries VALUES ('US'), ('CN');
    CREATE TABLE people (id serial PRIMARY KEY, country text REFERENCES countries);
    CREATE TABLE visits (person int REFERENCES people);
"""
PEOPLE = """
    INSERT INTO people (country) VALUES ('US'), ('CN');
    INSERT INTO visits VALUES (1), (2);
"""


def name_of(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


async def names_on(server: str) -> set[str]:
    connection = await asyncpg.connect(server)
    try:
        return {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
    finally:
        await connection.close()


async def test_databases_have_names_of_their_own_and_are_dropped() -> None:
    with find_postgres() as server:
        databases = Databases(server)
        one, another = databases.create(), databases.create()
        names = {name_of(url) for url in (one, another)}
        during = await names_on(server)

        databases.drop_all()

        assert len(names) == 2
        assert names <= during
        assert names & await names_on(server) == set()


async def test_a_database_is_dropped_though_somebody_is_still_connected() -> None:
    with find_postgres() as server:
        databases = Databases(server)
        url = databases.create()
        left = await asyncpg.connect(url)

        databases.drop_all()

        assert name_of(url) not in await names_on(server)
        left.terminate()


async def test_emptying_forgets_rows_and_numbers_but_not_what_a_migration_filled(
    database_url_factory: Callable[[], str],
) -> None:
    url = database_url_factory()
    connection = await asyncpg.connect(url)
    await connection.execute(SCHEMA)
    empty = await emptying(url)
    await connection.execute(PEOPLE)

    await connection.execute(empty)
    await connection.execute(PEOPLE)  # fails unless people are numbered from 1 again

    assert await connection.fetchval("SELECT count(*) FROM countries") == 2
    assert await connection.fetchval("SELECT array_agg(id ORDER BY id) FROM people") == [1, 2]
    await connection.close()


async def test_emptying_does_not_need_a_superuser(database_url_factory: Callable[[], str]) -> None:
    url = database_url_factory()
    connection = await asyncpg.connect(url)
    role = f"plain_{name_of(url).rpartition('_')[2]}"
    await connection.execute(f"CREATE ROLE {role}; GRANT ALL ON SCHEMA public TO {role}")
    plain_url = f"{url}{'&' if urlsplit(url).query else '?'}role={role}"
    plain = await asyncpg.connect(plain_url)
    await plain.execute(SCHEMA)
    empty = await emptying(plain_url)
    await plain.execute(PEOPLE)

    await plain.execute(empty)

    assert await plain.fetchval("SELECT count(*) FROM visits") == 0
    await plain.close()
    await connection.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")
    await connection.close()


def test_a_given_server_is_asked_before_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://mira@db.example/postgres")

    with find_postgres() as server:
        assert server == "postgresql://mira@db.example/postgres"
