"""W3C trace context: which request or event we are working for, through HTTP, bus and logs.

Without an exporter this costs a context variable and eight random bytes. `chassis.telemetry.export`
sets one up when an endpoint is configured; then every step is a span as well.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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
    if exporting() and (span := trace.get_current_span().get_span_context()).is_valid:
        return _seen(span)
    span_id = f"{getrandbits(64) or 1:016x}"
    known = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    if known and (known[1] != "00" or known[5] is None):
        return Trace(known[2], span_id, known[4])
    return Trace(f"{getrandbits(128) or 1:032x}", span_id)


def current_place() -> Place | None:
    """Where we are, if anywhere."""
    return _place.get()


def be_at(place: Place) -> None:
    """Be there until told otherwise: for an edge that owns its task."""
    _place.set(place)


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
    if _tracer is None:
        with _at(Place(step_of(traceparent), service)) as here:
            yield here
        return
    carrier = {"traceparent": traceparent} if traceparent else {}
    came_from = TraceContextTextMapPropagator().extract(carrier)
    kind = trace.SpanKind.CONSUMER
    with (
        _tracer.start_as_current_span(name, context=came_from, kind=kind) as span,
        _at(Place(_seen(span.get_span_context()), service)) as here,
    ):
        yield here


@contextmanager
def _at(place: Place) -> Iterator[Trace]:
    before = _place.set(place)
    try:
        yield place.trace
    finally:
        _place.reset(before)


def exporting() -> bool:
    """Whether spans are made and sent."""
    return _tracer is not None


_tracer: trace.Tracer | None = None


def make_spans_with(tracer: trace.Tracer | None) -> None:
    """Make real spans with `tracer` from now on; with None, stop."""
    global _tracer  # noqa: PLW0603 - one exporter per process, as OpenTelemetry has it
    _tracer = tracer


def _seen(span: trace.SpanContext) -> Trace:
    """The same place, as OpenTelemetry sees it."""
    return Trace(
        trace.format_trace_id(span.trace_id),
        trace.format_span_id(span.span_id),
        f"{int(span.trace_flags):02x}",
    )
