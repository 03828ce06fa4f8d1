"""The gateway as an ASGI app: refuse what must not pass, forward the rest."""

import asyncio
from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Final

import structlog

from gateway.asgi import Headers, Receive, Scope, Send, header
from gateway.callers import Callers, Verifier
from gateway.clients import Clients, counted
from gateway.desk import Desk
from gateway.doors import Door
from gateway.exchange import ClientGone, Deadlines, Exchange, Watch
from gateway.headers import body_length, inward
from gateway.metrics import Count
from gateway.paths import check_address
from gateway.rates import Policies, Rates
from gateway.refusals import (
    Away,
    BodyTooLarge,
    NoSuchPath,
    Refused,
    Unknown,
    refuse,
)
from gateway.routes import ROUTES, Route, RouteTable
from gateway.tracing import Trace
from gateway.upstreams import Upstream

MAX_BODY_BYTES: Final = 1024 * 1024

log = structlog.get_logger(__name__)


class Gateway:
    """One port in front of all services; itself the ASGI app."""

    def __init__(
        self,
        upstreams: Mapping[str, Upstream],
        verifier: Verifier,
        *,
        routes: Iterable[Route] = ROUTES,
        policies: Policies | None = None,
        deadlines: Deadlines | None = None,
        max_body_bytes: int = MAX_BODY_BYTES,
        trusted_proxies: Iterable[str] = (),
        room: int = 256,
    ) -> None:
        """`upstreams` by service name; a route whose service is not among them answers 503."""
        self._routes = RouteTable(routes)
        self._doors = {name: Door(name, each, room=room) for name, each in upstreams.items()}
        self._callers = Callers(verifier)
        self._clients = Clients(trusted_proxies)
        self._policies = policies or Policies()
        self._rates = Rates()
        self._deadlines = deadlines or Deadlines()
        self._watch = Watch(self._deadlines)
        self._max_body = max_body_bytes
        self._count = Count(self._doors)
        self._desk = Desk(self._doors, self._count)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            if not await self._desk.answer(scope, send):
                await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            raise NotImplementedError(f"nothing here speaks {scope['type']}")

    async def ready(self) -> dict[str, str]:
        """Which services are not ready, each with why; nothing when all is well."""
        return await self._desk.ready()

    def retire(self) -> None:
        """Be unready from now on, so that balancers look elsewhere; go on answering."""
        self._desk.retired = True

    async def close(self) -> None:
        """Let go of every connection to the services."""
        for door in self._doors.values():
            await door.upstream.close()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = monotonic()
        trace = Trace(scope["headers"])
        told: Headers = [(b"x-request-id", trace.request_id)]
        service, status = "gateway", 0
        try:
            route = self._routes.find(check_address(scope))
            if route is None:
                raise NoSuchPath("no service has this path")
            service = route.service
            address = self._clients.address(scope)
            told += await self._admit(route, scope, address)
            status = await self._forward(
                route,
                scope,
                receive,
                send,
                inward_told=self._clients.told(scope, address) + trace.inward,
                outward_told=told,
            )
        except Refused as refusal:
            status = int(refusal.status)
            if status >= 500:  # noqa: PLR2004 - what a service, not the client, is to blame for
                log.warning("no answer", service=service, why=refusal.detail, trace_id=trace.id)
            refusal.headers += told
            await refuse(send, refusal, trace.id, head=scope["method"] == "HEAD")
        finally:
            self._count.answered(service, status, monotonic() - began)

    async def _admit(self, route: Route, scope: Scope, address: str) -> Headers:
        """Who asks, and whether they may ask that often: the headers that tell what is left."""
        client = counted(address)
        anyone = self._policies.anyone
        if scope["method"] in route.public:
            return self._rates.take(anyone, client)
        authorization = header(scope["headers"], b"authorization")
        principal = self._callers.known(authorization)
        if principal is None:
            # before a signature is checked: guessing tokens must not cost us more than the guesser
            self._rates.check(anyone, client)
            try:
                principal = await self._callers.identify(authorization)
            except Unknown as unknown:
                unknown.headers += self._rates.take(anyone, client)
                raise
        return self._rates.take(self._policies.of(principal), principal.subject)

    async def _forward(
        self,
        route: Route,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        inward_told: Headers,
        outward_told: Headers,
    ) -> int:
        """Take the request to its service and bring the answer back: the status that was sent."""
        door = self._doors.get(route.service)
        if door is None:
            raise Away(f"{route.service} is not part of this company")
        headers = inward(scope["headers"], inward_told)
        length = body_length(scope["headers"])
        if length is not None and length > self._max_body:
            raise BodyTooLarge(f"a body has at most {self._max_body} bytes")
        exchange = Exchange(
            receive,
            send,
            deadlines=self._deadlines,
            told=outward_told,
            max_body=self._max_body,
            length=length,
            answered=door.breaker.succeeded,
        )
        try:
            with door.enter(route):
                await self._watched(door.upstream, {**scope, "headers": headers}, exchange)
        except ClientGone:
            pass
        except Refused as refusal:
            if not exchange.started:
                raise
            # Too late for a problem document: the server cuts the connection, and so the client
            # knows that what it has is not the whole.
            log.warning("cut off", service=route.service, why=refusal.detail)
        return exchange.status

    async def _watched(self, upstream: Upstream, scope: Scope, exchange: Exchange) -> None:
        self._watch.add(exchange)
        try:
            await upstream.answer(scope, exchange)
        except asyncio.CancelledError as cancelled:
            raise exchange.why(cancelled) from None
        finally:
            self._watch.discard(exchange)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while (await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        await self.close()
        await send({"type": "lifespan.shutdown.complete"})
