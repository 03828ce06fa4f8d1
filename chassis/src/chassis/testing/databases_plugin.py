"""The pytest fixtures that make databases to throw away."""

from collections.abc import Callable, Iterator

import pytest

from chassis.testing.databases import Databases, find_postgres


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Databases with random names, dropped when the session ends."""
    with find_postgres() as server:
        made = Databases(server)
        yield made
        made.drop_all()


@pytest.fixture(scope="session")
def database_url_factory(databases: Databases) -> Callable[[], str]:
    """Call it for the URL of a fresh, empty database."""
    return databases.create
