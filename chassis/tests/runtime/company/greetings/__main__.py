"""`yinbao serve greetings`, but under a name of its own on the broker, and with trial tokens."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from chassis.bus.rabbit import RabbitBus
from chassis.cli.commands import run
from chassis.identity import TrialIssuer
from chassis.service import Running, Service
from chassis.service.serving import listener, serve
from chassis.settings import Settings
from chassis.telemetry.logs import configure_logs
from greetings.service import metadata, on, routes, start_mappers


@asynccontextmanager
async def opened(name: str, keys: Path, settings: Settings) -> AsyncIterator[Running]:
    service = Service(
        name=name,
        title="Greetings",
        routes=routes,
        reactions=on,
        metadata=metadata,
        start_mappers=start_mappers,
    )
    issuer = TrialIssuer.for_embedded(keys, host=settings.host, oidc_issuer=None)
    bus = RabbitBus(settings.bus_url.get_secret_value(), name=name, exchange=name)
    await bus.start()
    async with service.open(settings, bus=bus, verifier=issuer.verifier()) as running:
        yield running
    await bus.close()


if __name__ == "__main__":
    name, keys = sys.argv[1], Path(sys.argv[2])
    settings = Settings.read()
    configure_logs(service=name, level=settings.log_level)
    with listener(settings.host, settings.port) as bound:
        run(serve(opened(name, keys, settings), bound, settings))
