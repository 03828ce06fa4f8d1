"""What the gateway counts. Plain numbers while serving; Prometheus sees them when it asks."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from gateway.doors import Door

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Count(Collector):
    """Answers by service and status, how long they took, and how crowded each service is."""

    def __init__(self, doors: Mapping[str, Door]) -> None:
        self._doors = doors
        self._answers: Counter[tuple[str, int]] = Counter()
        self._seconds: dict[str, list[int]] = {}
        self._total: Counter[str] = Counter()
        self._sum: Counter[str] = Counter()
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def answered(self, service: str, status: int, seconds: float) -> None:
        """One answer has gone out; `service` is "gateway" for what never came to one."""
        self._answers[service, status] += 1
        buckets = self._seconds.get(service)
        if buckets is None:
            buckets = self._seconds[service] = [0] * (len(BUCKETS) + 1)
        buckets[bisect_left(BUCKETS, seconds)] += 1
        self._sum[service] += seconds  # type: ignore[assignment]  # a Counter counts floats too

    def text(self) -> bytes:
        """Everything of this process in Prometheus's text format."""
        return generate_latest(self._registry) + generate_latest(REGISTRY)

    def collect(self) -> Iterable[Metric]:
        """What Prometheus calls."""
        answers = CounterMetricFamily(
            "gateway_answers", "Answers sent to clients", labels=["service", "status"]
        )
        for (service, status), number in self._answers.items():
            answers.add_metric([service, str(status)], number)
        yield answers
        yield self._durations()
        inside = GaugeMetricFamily(
            "gateway_inside", "Requests under way", labels=["service", "kind"]
        )
        shed = CounterMetricFamily(
            "gateway_shed",
            "Requests turned away by crowded services",
            labels=["service", "lane"],
        )
        broken = GaugeMetricFamily(
            "gateway_breaker_open", "Whether a service is given a pause", labels=["service"]
        )
        for name, door in self._doors.items():
            inside.add_metric([name, "request"], door.inside)
            inside.add_metric([name, "stream"], door.streaming)
            broken.add_metric([name], door.breaker.open)
            for lane, number in door.shed.items():
                shed.add_metric([name, lane], number)
        yield from (inside, shed, broken)

    def _durations(self) -> HistogramMetricFamily:
        seconds = HistogramMetricFamily(
            "gateway_answer_seconds", "From request to the last byte", labels=["service"]
        )
        for service, numbers in self._seconds.items():
            total = 0
            buckets: list[tuple[str, float]] = []
            for bound, number in zip([*map(str, BUCKETS), "+Inf"], numbers, strict=True):
                total += number
                buckets.append((bound, total))
            seconds.add_metric([service], buckets, self._sum[service])
        return seconds
