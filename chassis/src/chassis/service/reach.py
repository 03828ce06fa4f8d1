"""Are the database and the broker there? Asked before anything starts, answered in one line."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import make_url

from chassis.bus import Bus, open_bus
from chassis.database import Database
from chassis.settings import Misconfigured, Settings

PATIENCE: Final = 10.0


async def check_database(database: Database) -> None:
    """Raise Misconfigured unless the database answers."""
    try:
        async with asyncio.timeout(PATIENCE), database.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except Exception as error:
        where = database.engine.url.render_as_string(hide_password=True)
        raise Misconfigured(f"cannot reach the database {_plain(where)}: {_why(error)}") from error


@asynccontextmanager
async def reach_bus(settings: Settings, name: str) -> AsyncIterator[Bus]:
    """The bus of these settings, open; Misconfigured when there is none to be had."""
    url = settings.bus_url.get_secret_value()
    async with AsyncExitStack() as stack:
        try:
            async with asyncio.timeout(PATIENCE):
                bus = await stack.enter_async_context(open_bus(url, name=name))
        except Exception as error:
            address = urlsplit(url)
            where = f"{address.scheme}://{address.hostname}:{address.port or 5672}"
            raise Misconfigured(f"cannot reach the bus {where}: {_why(error)}") from error
        yield bus


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=True)


def _why(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    if isinstance(error, TimeoutError):
        return "no answer in time"
    cause = cause.__cause__ if isinstance(cause.__cause__, asyncpg.PostgresError) else cause
    return (str(cause) or type(cause).__name__).splitlines()[0]
