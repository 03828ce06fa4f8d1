"""Spans for an OpenTelemetry collector, made only when one is configured: each request pays."""

from collections.abc import Callable

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

from chassis.telemetry.tracing import make_spans_with


def export_spans(endpoint: str, service: str) -> Callable[[], None]:
    """Send spans to the collector at `endpoint` (OTLP over HTTP); call what is returned to stop."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    return make_spans(BatchSpanProcessor(exporter), service)


def make_spans(processor: SpanProcessor, service: str) -> Callable[[], None]:
    """Make spans and hand them to `processor`; call what is returned to stop."""
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(processor)
    make_spans_with(provider)

    def stop() -> None:
        make_spans_with(None)
        provider.shutdown()

    return stop
