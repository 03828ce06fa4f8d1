"""One database per service, on the server at DATABASE_URL or on one of our own."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from chassis.settings import Settings
from embedded import postgres
from embedded.refusal import CannotStart


@dataclass(frozen=True, slots=True)
class Served:
    """A server to make databases on."""

    url: str
    alive: Callable[[], bool]
    """Whether it still runs; somebody else's always does, as far as we can know."""


@contextmanager
def server(folder: Path, settings: Settings, *, throw_away: bool) -> Iterator[Served]:
    """The server we are told to use, else one of our own on the data in `folder`."""
    if settings.database_url is not None:
        url = settings.database_url.get_secret_value()
        yield Served(url.replace("postgresql+asyncpg://", "postgresql://", 1), lambda: True)
        return
    with postgres.running(folder, throw_away=throw_away) as own:
        yield Served(own.url(), lambda: own.alive)


@asynccontextmanager
async def databases(
    server_url: str, services: Iterable[str], *, throw_away: bool
) -> AsyncIterator[Mapping[str, str]]:
    """The URL of each service's database, made when missing; dropped afterwards if `throw_away`."""
    prefix = f"yinbao_{token_hex(4)}" if throw_away else "yinbao"
    names = {service: f"{prefix}_{service}" for service in services}
    try:
        connection = await asyncpg.connect(server_url, timeout=10)
    except (OSError, asyncpg.PostgresError, TimeoutError) as reason:
        raise CannotStart(f"cannot reach the database server: {_line(reason)}") from None
    try:
        there = {
            row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")
        }
        for name in names.values():
            if name not in there:
                await connection.execute(f'CREATE DATABASE "{name}"')
    except asyncpg.PostgresError as reason:
        raise CannotStart(f"cannot make a database for each service: {_line(reason)}") from None
    finally:
        await connection.close()
    try:
        yield {service: _at(server_url, name) for service, name in names.items()}
    finally:
        if throw_away:
            await _drop(server_url, names.values())


async def _drop(server_url: str, names: Iterable[str]) -> None:
    connection = await asyncpg.connect(server_url, timeout=10)
    try:
        for name in names:
            await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await connection.close()


def _at(server_url: str, database: str) -> str:
    parts = urlsplit(server_url)
    return urlunsplit(parts._replace(path=f"/{database}"))


def _line(reason: BaseException) -> str:
    return (str(reason) or type(reason).__name__).splitlines()[0]
