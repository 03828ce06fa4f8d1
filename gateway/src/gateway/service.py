"""The gateway, assembled: opened by `yinbao serve gateway` like any service, without a database."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from pydantic import Field

from chassis.service.assembly import verifier_of
from chassis.settings import HttpUrl, Misconfigured, Settings
from gateway.app import Gateway
from gateway.callers import Verifier
from gateway.routes import RouteTable
from gateway.upstreams import Upstream
from gateway.upstreams.http import HTTPUpstream


class GatewaySettings(Settings):
    """Where the services are, and who stands in front of us."""

    policy_url: HttpUrl | None = None
    claims_url: HttpUrl | None = None
    complaints_url: HttpUrl | None = None
    notifications_url: HttpUrl | None = None
    trusted_proxies: list[str] = Field(default_factory=list)
    """Networks whose X-Forwarded-For we believe, as JSON: ["10.0.0.0/8"]."""


class RunningGateway:
    """What `GatewayService.open` gives, to be used while the context lasts."""

    def __init__(self, app: Gateway) -> None:
        self.app: Final = app

    async def ready(self) -> dict[str, str]:
        """Which services do not answer, each with why; nothing when all is well."""
        return await self.app.ready()

    def retire(self) -> None:
        """Be unready from now on."""
        self.app.retire()


class GatewayService:
    """The gateway as the command line knows it."""

    name: Final = "gateway"
    title: Final = "Gateway"
    settings_type: Final = GatewaySettings

    @asynccontextmanager
    async def open(
        self,
        settings: GatewaySettings,
        *,
        upstreams: Mapping[str, Upstream] | None = None,
        verifier: Verifier | None = None,
    ) -> AsyncIterator[RunningGateway]:
        """Open it, in front of the services at the addresses of the settings, or of `upstreams`."""
        app = Gateway(
            _elsewhere(settings) if upstreams is None else upstreams,
            verifier or verifier_of(settings),
            max_body_bytes=settings.max_body_bytes,
            trusted_proxies=settings.trusted_proxies,
        )
        try:
            yield RunningGateway(app)
        finally:
            await app.close()


def _elsewhere(settings: GatewaySettings) -> dict[str, Upstream]:
    found: dict[str, Upstream] = {}
    for service in sorted(RouteTable().services):
        try:
            found[service] = HTTPUpstream(settings.need(f"{service}_url"))
        except ValueError as error:
            raise Misconfigured(f"{service.upper()}_URL: {error}") from None
    return found


gateway = GatewayService()
