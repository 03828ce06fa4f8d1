"""Which service answers which path: one line a route, and no path of a service anywhere else.

A route holds for its prefix and everything below it; the longest prefix wins. Courtesy routes are
the first to be turned away when a service is crowded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from chassis.events import Lane

READING: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A prefix, and who answers below it."""

    prefix: str
    service: str
    lane: Lane = Lane.CORE
    public: frozenset[str] = frozenset()
    """The methods that need no token."""
    stream: bool = False
    """Answers stay open for hours: counted apart, or listeners would use up the room."""


def _ops(service: str) -> Route:
    return Route(prefix=f"/v1/ops/{service}", service=service)


ROUTES: Final = (
    Route(prefix="/v1/customers", service="policy"),
    Route(prefix="/v1/products", service="policy", public=READING),
    Route(prefix="/v1/policies", service="policy"),
    Route(prefix="/v1/documents", service="policy"),
    Route(prefix="/v1/prospects", service="policy"),
    Route(prefix="/v1/applications", service="policy"),
    Route(prefix="/v1/authorities", service="policy"),
    Route(prefix="/v1/tasks", service="policy"),
    Route(prefix="/v1/quotes", service="policy"),
    Route(prefix="/v1/explanations", service="policy", public=READING),
    Route(prefix="/v1/enquiries", service="policy"),
    Route(prefix="/v1/visitor-enquiries", service="policy", public=frozenset({"POST"})),
    Route(prefix="/v1/announcements", service="policy", public=READING, lane=Lane.COURTESY),
    Route(prefix="/v1/company", service="policy", public=READING),
    Route(prefix="/v1/services-on-offer", service="policy", public=READING),
    Route(prefix="/v1/questionnaires", service="policy", public=READING),
    Route(prefix="/v1/risk-profiles", service="policy"),
    Route(prefix="/v1/advice", service="policy"),
    Route(prefix="/v1/invoices", service="policy"),
    Route(prefix="/v1/bank-statements", service="policy"),
    Route(prefix="/v1/suspense", service="policy"),
    Route(prefix="/v1/refunds", service="policy"),
    Route(prefix="/v1/claims", service="claims"),
    Route(prefix="/v1/complaints", service="complaints"),
    # The inbox is where customers see what became of their claim: core. The delivery log is ours to
    # look through when there is time.
    Route(prefix="/v1/inbox", service="notifications"),
    Route(prefix="/v1/inbox/stream", service="notifications", stream=True),
    Route(prefix="/v1/deliveries", service="notifications", lane=Lane.COURTESY),
    *(
        Route(prefix=f"/v1/personal-data/{service}", service=service)
        for service in ("claims", "complaints", "notifications")
    ),
    _ops("policy"),
    _ops("claims"),
    _ops("complaints"),
    _ops("notifications"),
)


class RouteTable:
    """Finds the route of a path."""

    def __init__(self, routes: Iterable[Route] = ROUTES) -> None:
        self.routes = tuple(routes)
        self._by_prefix = {route.prefix: route for route in self.routes}
        if len(self._by_prefix) != len(self.routes):
            raise ValueError("two routes have the same prefix")

    @property
    def services(self) -> frozenset[str]:
        """Every service some route leads to."""
        return frozenset(route.service for route in self.routes)

    def find(self, path: str) -> Route | None:
        """The route with the longest prefix of whole segments."""
        while path:
            route = self._by_prefix.get(path)
            if route is not None:
                return route
            path = path.rpartition("/")[0]
        return None
