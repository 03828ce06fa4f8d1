"""W3C trace context: which request or event we are working for, through HTTP, bus and logs.

Without an exporter this costs a context variable and a random number. `chassis.telemetry.export`
sets one up when an endpoint is configured; then every step is a span as well.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from random import getrandbits
from typing import Final

from opentelemetry import trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_TRACEPARENT: Final = re.compile(
    r"(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?"
)


@dataclass(frozen=True, slots=True)
class Trace:
    """Where we are in a trace: the whole story's id and our own step's."""

    trace_id: str
    span_id: str
    flags: str = "01"

    @property
    def traceparent(self) -> str:
        """As the header says it."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


@dataclass(frozen=True, slots=True)
class Place:
    """Who is at work on what: the trace, the service (several share a process), the request."""

    trace: Trace
    service: str | None = None
    request_id: str | None = None


_place: ContextVar[Place | None] = ContextVar("place", default=None)


def step_of(traceparent: str | None) -> Trace:
    """A new step of the trace that `traceparent` names, or of a new one when it names none."""
    if _provider is not None and (span := trace.get_current_span().get_span_context()).is_valid:
        return _seen(span)
    span_id = f"{getrandbits(64) or 1:016x}"
    known = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    if known and (known[1] != "00" or known[5] is None):
        return Trace(known[2], span_id, known[4])
    return Trace(f"{getrandbits(128) or 1:032x}", span_id)


def current_place() -> Place | None:
    """Where we are, if anywhere."""
    return _place.get()


def be_at(place: Place) -> Token[Place | None]:
    """Be there until `leave` is called with what this returns."""
    return _place.set(place)


def leave(before: Token[Place | None]) -> None:
    """Be again where we were before."""
    _place.reset(before)


def current_trace() -> Trace | None:
    """The trace we are in, if any."""
    here = _place.get()
    return here.trace if here else None


def current_traceparent() -> str | None:
    """What to send along with a message or request, so that its reader continues our trace."""
    here = _place.get()
    return here.trace.traceparent if here else None


@contextmanager
def continue_trace(
    traceparent: str | None, *, name: str = "reaction", service: str | None = None
) -> Iterator[Trace]:
    """Work as a step of the trace that a message came with."""
    with span_of(traceparent, name, trace.SpanKind.CONSUMER):
        here = step_of(traceparent)
        before = be_at(Place(here, service))
        try:
            yield here
        finally:
            leave(before)


@contextmanager
def span_of(traceparent: str | None, name: str, kind: trace.SpanKind) -> Iterator[trace.Span]:
    """A span under `traceparent` for the exporter; nothing is made without one."""
    if _provider is None:
        yield trace.INVALID_SPAN
        return
    carrier = {"traceparent": traceparent} if traceparent else {}
    came_from = TraceContextTextMapPropagator().extract(carrier)
    tracer = _provider.get_tracer("chassis")
    with tracer.start_as_current_span(name, context=came_from, kind=kind) as span:
        yield span


def exporting() -> bool:
    """Whether spans are made and sent."""
    return _provider is not None


_provider: trace.TracerProvider | None = None


def make_spans_with(provider: trace.TracerProvider | None) -> None:
    """Make real spans from now on; with None, stop."""
    global _provider  # noqa: PLW0603 - one exporter per process, as OpenTelemetry has it
    _provider = provider


def _seen(span: trace.SpanContext) -> Trace:
    """The same place, as OpenTelemetry sees it."""
    return Trace(
        trace.format_trace_id(span.trace_id),
        trace.format_span_id(span.span_id),
        f"{int(span.trace_flags):02x}",
    )
