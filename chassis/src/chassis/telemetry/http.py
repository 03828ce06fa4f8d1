"""How many requests, how they ended and how long they took; by route template, never by address."""

from typing import Final

from prometheus_client import Counter, Histogram

REQUESTS: Final = Counter(
    "http_requests_total",
    "Requests answered.",
    ["service", "method", "route", "status"],
)
SECONDS: Final = Histogram(
    "http_request_seconds",
    "From the request's first line to the answer's last byte.",
    ["service", "method", "route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class HttpMeter:
    """Counts the requests of one service; finds each series once, since looking one up is dear."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered."""
        series = self._series.get((method, route, status))
        if series is None:
            known = method if method in _METHODS else "other"
            series = (
                REQUESTS.labels(self._service, known, route, str(status)),
                SECONDS.labels(self._service, known, route),
            )
            if known != "other":
                self._series[method, route, status] = series
        requests, histogram = series
        requests.inc()
        histogram.observe(seconds)
