"""W3C trace context: which request or event we are working for, through HTTP, bus and logs.

Without an exporter this costs a context variable and eight random bytes; OpenTelemetry's SDK is
loaded only by `chassis.telemetry.export`, when an endpoint is configured.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from random import getrandbits
from typing import Final

from opentelemetry import trace

_TRACEPARENT: Final = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?"
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


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def step_of(traceparent: str | None) -> Trace:
    """A new step of the trace that `traceparent` names, or of a new one when it names none."""
    span_id = f"{getrandbits(64) or 1:016x}"
    known = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    if known and (known[4] is None or not known[0].startswith("00")):
        return Trace(known[1], span_id, known[3])
    return Trace(f"{getrandbits(128) or 1:032x}", span_id)


def current_trace() -> Trace | None:
    """The trace we are in, if any."""
    return _current.get()


def current_traceparent() -> str | None:
    """What to send along with a message or request, so that its reader continues our trace."""
    here = _current.get()
    return here.traceparent if here else None


def enter(here: Trace | None) -> None:
    """Be in this trace until told otherwise: for an edge that owns its task."""
    _current.set(here)


@contextmanager
def continue_trace(traceparent: str | None, *, name: str = "reaction") -> Iterator[Trace]:
    """Work as a step of the trace that an event or message came with."""
    span = None
    here = step_of(traceparent)
    if exporting():
        context, here = _start_span(traceparent, name)
        span = trace.use_span(context, end_on_exit=True)
    token = _current.set(here)
    try:
        if span is None:
            yield here
        else:
            with span:
                yield here
    finally:
        _current.reset(token)


def exporting() -> bool:
    """Is an exporter set up?"""
    return _tracer is not None


_tracer: trace.Tracer | None = None


def export_with(tracer: trace.Tracer | None) -> None:
    """Make real spans with `tracer` from now on; with None, stop."""
    global _tracer  # noqa: PLW0603 - one exporter per process, as OpenTelemetry has it
    _tracer = tracer


def _start_span(traceparent: str | None, name: str) -> tuple[trace.Span, Trace]:
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    if _tracer is None:
        raise RuntimeError("no exporter is set up")
    carrier = {"traceparent": traceparent} if traceparent else {}
    parent = TraceContextTextMapPropagator().extract(carrier)
    span = _tracer.start_span(name, context=parent, kind=trace.SpanKind.CONSUMER)
    return span, trace_of(span)


def trace_of(span: trace.Span) -> Trace:
    """The same place, as OpenTelemetry sees it."""
    context = span.get_span_context()
    return Trace(
        trace.format_trace_id(context.trace_id),
        trace.format_span_id(context.span_id),
        f"{int(context.trace_flags):02x}",
    )
