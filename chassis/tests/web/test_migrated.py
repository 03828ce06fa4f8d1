"""Readiness knows a database that is older than the code."""

from collections.abc import Callable

from sqlalchemy import text

from chassis.database import Database
from chassis.migrations import migrate
from chassis.migrations.current import behind, newest_of


async def test_a_database_is_behind_until_it_is_migrated(
    database_url_factory: Callable[[], str],
) -> None:
    url = database_url_factory()
    newest = newest_of("chassis")["chassis"]
    async with Database.open(url) as database, database.engine.connect() as connection:
        before = await behind(connection, "chassis", newest)
        await connection.rollback()
        await migrate(url, "chassis")

        assert before == "chassis was never migrated"
        assert await behind(connection, "chassis", newest) is None
        assert await behind(connection, "chassis", "9999") == (
            f"chassis is at {newest}, not yet at 9999"
        )
        assert await behind(connection, "chassis", "0000") is None
        found = await connection.scalar(text("SELECT max(version_num) FROM chassis_version"))

    assert found == newest


def test_what_is_no_package_or_has_no_migrations_lacks_none() -> None:
    assert newest_of("no_such_package", "contracts") == {}
