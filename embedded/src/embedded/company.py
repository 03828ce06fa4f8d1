"""The whole company in one process: every service, the gateway in front, a bus without a broker.

The services are the same as anywhere; only what they are given differs: a bus of this process,
databases of our own, a mailbox on disk, and trial tokens unless a real issuer is configured.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chassis.bus.memory import MemoryBus
from chassis.clock import Clock, SystemClock
from chassis.identity.trial import TrialIssuer, TrialIssuerRefused
from chassis.migrations import migrate
from chassis.registry import SERVICES, installed
from chassis.service import Running, Service
from chassis.service.assembly import verifier_of
from chassis.settings import Settings
from embedded.databases import databases
from embedded.refusal import CannotStart
from gateway.app import Gateway
from gateway.service import gateway
from gateway.upstreams.inprocess import ASGIUpstream

DRAIN_SECONDS: Final = 3.0  # with the server's own stop it leaves Ctrl-C well within ten seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Everything that runs."""

    services: Mapping[str, Running]
    app: Gateway
    clock: Clock
    issuer: TrialIssuer | None
    """Whoever signs the tokens for trying it out; nobody when a real issuer does."""

    def retire(self) -> None:
        """Be unready from now on and take no more events; leaving the context finishes the rest."""
        self.app.retire()
        for service in self.services.values():
            service.retire()


def company_settings(**given: Any) -> Settings:
    """The settings of this process: the environment's, and what an embedded company does else."""
    settings = Settings.read(**given)
    defaults = {"drain_seconds": DRAIN_SECONDS, "log_format": "console"}
    missing = {name: value for name, value in defaults.items() if not _is_set(settings, name)}
    return Settings.read(**missing, **given)


def _is_set(settings: Settings, name: str) -> bool:
    return name in settings.model_fields_set


@asynccontextmanager
async def open_company(
    data: Path,
    server_url: str,
    settings: Settings,
    *,
    throw_away: bool = False,
    clock: Clock | None = None,
) -> AsyncIterator[Company]:
    """Migrate one database per service on the server, and open all of it."""
    issuer, clock = _issuer(data, settings), clock or SystemClock()
    services = list(_services())
    async with AsyncExitStack() as stack:
        names = [service.name for service in services]
        urls = await stack.enter_async_context(databases(server_url, names, throw_away=throw_away))
        bus = MemoryBus()
        for service in services:
            await migrate(urls[service.name], service.name)
            for queue in service.queues():
                await bus.declare(queue)
        verifier = issuer.verifier() if issuer else verifier_of(settings)
        running = {
            service.name: await stack.enter_async_context(
                service.open(
                    _settings_of(service, settings, data, urls[service.name]),
                    bus=bus,
                    verifier=verifier,
                    clock=clock,
                )
            )
            for service in services
        }
        upstreams = {name: ASGIUpstream(each.app) for name, each in running.items()}
        front = await stack.enter_async_context(
            gateway.open(gateway.settings_type.read(), upstreams=upstreams, verifier=verifier)
        )
        yield Company(services=running, app=front.app, clock=clock, issuer=issuer)


def _issuer(data: Path, settings: Settings) -> TrialIssuer | None:
    if settings.oidc_issuer is not None:
        return None
    try:
        return TrialIssuer.for_embedded(data / "trial", host=settings.host, oidc_issuer=None)
    except TrialIssuerRefused as reason:
        raise CannotStart(f"{reason}; set HOST=127.0.0.1 or OIDC_ISSUER") from None


def _services() -> Iterable[Service]:
    """Every installed service that keeps data; the gateway keeps none and stands in front."""
    for found in installed(SERVICES).values():
        service = found.load()
        if isinstance(service, Service):
            yield service


def _settings_of(service: Service, settings: Settings, data: Path, url: str) -> Settings:
    """What the process was told, with this service's own database and our mailbox."""
    told = {name: getattr(settings, name) for name in settings.model_fields_set}
    mail = {"mail_url": f"file://{data / 'mail'}"}
    return service.settings_type.read(**(mail | told | {"database_url": url}))
