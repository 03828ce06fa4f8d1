"""Opening a service: what it needs is there, or it says in one line what is not."""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx2
import pytest
from child import free_port
from greetings.service import greetings

from chassis.bus.memory import MemoryBus
from chassis.identity import TrialIssuer
from chassis.service.migrating import migrate_service
from chassis.settings import Misconfigured, Settings
from chassis.testing import RecordingBus, Stage
from chassis.testing.plugin import MigratedDatabases


@pytest.fixture
def greetings_url(migrated_databases: MigratedDatabases) -> str:
    return migrated_databases.of(greetings)[0]


async def refusal(settings: Settings) -> str:
    with pytest.raises(Misconfigured) as refused:
        async with greetings.open(settings):
            pass
    return str(refused.value)


async def test_without_a_database_it_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    said = await refusal(Settings())

    assert said == "DATABASE_URL is not set (nor DATABASE_URL_FILE)"


async def test_without_an_issuer_it_opens_and_believes_nobody(
    greetings_url: str, trial_issuer: TrialIssuer
) -> None:
    settings = Settings(database_url=greetings_url, workers=False)
    token = trial_issuer.token("mira", ["writer", "ops"])
    async with (
        greetings.open(settings, bus=RecordingBus()) as running,
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(running.app), base_url="http://greetings"
        ) as http,
    ):
        answer = await http.get(
            "/v1/ops/greetings/dead-letters", headers={"Authorization": f"Bearer {token}"}
        )

    assert answer.status_code == 401


async def test_a_database_that_is_away_is_named_without_its_password() -> None:
    port = free_port()

    said = await refusal(Settings(database_url=f"postgresql://mira:hunter2@127.0.0.1:{port}/x"))

    assert said.startswith(f"cannot reach the database postgresql://mira:***@127.0.0.1:{port}/x: ")
    assert "hunter2" not in said


async def test_a_database_that_is_not_there_is_named(greetings_url: str) -> None:
    there = urlsplit(greetings_url)
    missing = urlunsplit(there._replace(path=f"{there.path}_missing"))

    said = await refusal(Settings(database_url=missing))

    assert said.endswith(f'database "{there.path[1:]}_missing" does not exist')


async def test_a_broker_that_is_away_is_named_without_its_password(greetings_url: str) -> None:
    port = free_port()
    bus = f"amqp://mira:hunter2@127.0.0.1:{port}/"

    said = await refusal(Settings(database_url=greetings_url, bus_url=bus))

    assert said.startswith(f"cannot reach the bus amqp://127.0.0.1:{port}: ")
    assert "hunter2" not in said


async def test_migrating_twice_is_migrating_once(database_url_factory: Callable[[], str]) -> None:
    settings = Settings(database_url=database_url_factory())

    await migrate_service(greetings, settings)
    await migrate_service(greetings, settings)

    connection = await asyncpg.connect(settings.need("database_url"))
    assert await connection.fetchval("SELECT version_num FROM greetings_version") == "0001"
    await connection.close()


async def test_without_workers_it_answers_but_neither_listens_nor_speaks(stage: Stage) -> None:
    ready = await stage.http.get("/readyz")

    assert ready.json() == {"ready": True, "not_ready": {}}


async def test_a_service_that_stops_is_unready_at_once(stage: Stage) -> None:
    stage.running.retire()

    ready = await stage.http.get("/readyz")

    assert ready.status_code == 503
    assert ready.json()["not_ready"] == {"service": "it is stopping"}


async def test_readiness_names_the_queue_that_nobody_reads(
    greetings_url: str, trial_issuer: TrialIssuer
) -> None:
    settings = Settings(database_url=greetings_url)
    bus = MemoryBus()
    async with greetings.open(settings, bus=bus, verifier=trial_issuer.verifier()) as running:
        while await running.ready():
            pass  # the readers are starting

        for reader in list(running.subscriptions):
            await reader.stop()

        assert await running.ready() == {
            "greetings.core": "nobody is reading it",
            "greetings.courtesy": "nobody is reading it",
        }


def test_it_reads_one_queue_per_lane_in_which_it_hears_anything() -> None:
    assert [(queue.name, set(queue.types)) for queue in greetings.queues()] == [
        ("greetings.core", {"greetings.card-written.v1"}),
        ("greetings.courtesy", {"greetings.card-admired.v1"}),
    ]


def test_openapi_describes_a_service_that_is_not_open() -> None:
    described = greetings.openapi()

    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {
        "/v1/cards",
        "/v1/cards/{card_id}",
        "/v1/ops/greetings/dead-letters",
        "/v1/ops/greetings/dead-letters/{letter_id}",
        "/v1/ops/greetings/dead-letters/{letter_id}/redrive",
        "/v1/ops/greetings/flow",
    }
