"""The pytest plugin: a stage for the service under test, and databases to throw away.

A service's `tests/conftest.py` says which service it is about, and nothing else:

    @pytest.fixture(scope="session")
    def service_under_test() -> Service:
        return claims
"""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import pytest_asyncio
import structlog

from chassis.identity.trial import TrialIssuer
from chassis.migrations import migrate
from chassis.service import Service
from chassis.testing.databases import Databases, find_postgres, run
from chassis.testing.emptying import emptying
from chassis.testing.stage import Stage


def pytest_configure() -> None:
    """Let what is logged be told plainly: structlog's own way draws each traceback for 0.2 s."""
    plain = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            plain,
        ]
    )


class MigratedDatabases:
    """One migrated database per service, made when first asked for and kept for the session."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._known: dict[Service, tuple[str, str]] = {}

    def of(self, service: Service) -> tuple[str, str]:
        """The URL of its database, and the SQL that empties it."""
        if service not in self._known:
            url = self._databases.create(f"test_{service.name}")
            run(migrate(url, service.name))
            self._known[service] = (url, run(emptying(url)))
        return self._known[service]


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


@pytest.fixture(scope="session")
def migrated_databases(databases: Databases) -> MigratedDatabases:
    """The migrated database of each service that is tested in this session."""
    return MigratedDatabases(databases)


@pytest.fixture(scope="session")
def trial_issuer() -> TrialIssuer:
    """Whoever signs the tokens of this session."""
    return TrialIssuer.for_tests()


@pytest_asyncio.fixture
async def stage(
    service_under_test: Service, migrated_databases: MigratedDatabases, trial_issuer: TrialIssuer
) -> AsyncIterator[Stage]:
    """The service under test, alone, on an empty database."""
    url, empty = migrated_databases.of(service_under_test)
    async with Stage.open(service_under_test, url, trial_issuer) as opened:
        await opened.empty(empty)
        yield opened
