"""Trace context travels; spans are made only when somebody collects them."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry import trace
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from chassis.telemetry.export import make_spans
from chassis.telemetry.tracing import (
    continue_trace,
    current_trace,
    current_traceparent,
    exporting,
    step_of,
)
from chassis.web.door import Door

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"
TRACEPARENT = f"00-{TRACE}-{PARENT}-01"


def test_outside_of_everything_there_is_no_trace() -> None:
    assert current_trace() is None
    assert current_traceparent() is None


def test_a_reaction_continues_the_trace_as_a_step_of_its_own() -> None:
    with continue_trace(TRACEPARENT):
        written = current_traceparent() or ""

    assert re.fullmatch(rf"00-{TRACE}-[0-9a-f]{{16}}-01", written)
    assert PARENT not in written
    assert current_traceparent() is None


def test_the_callers_wish_not_to_be_sampled_is_kept() -> None:
    assert step_of(f"00-{TRACE}-{PARENT}-00").traceparent.endswith("-00")


def test_an_event_without_a_trace_begins_one() -> None:
    with continue_trace(None) as one, continue_trace(None) as other:
        assert one.trace_id != other.trace_id


def test_after_an_inner_step_the_outer_one_goes_on() -> None:
    with continue_trace(TRACEPARENT) as outer:
        with pytest.raises(KeyError), continue_trace(None):
            raise KeyError

        assert current_trace() == outer


async def test_tasks_do_not_see_each_others_trace() -> None:
    async def one() -> str:
        with continue_trace(None) as here:
            await asyncio.sleep(0)
            assert current_trace() == here
            return here.trace_id

    ids = await asyncio.gather(*(one() for _ in range(10)))

    assert len(set(ids)) == 10


@given(st.text(max_size=80))
def test_no_header_breaks_us(written: str) -> None:
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", step_of(written).traceparent)


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    stop = make_spans(SimpleSpanProcessor(exporter), "claims")
    yield exporter
    stop()


def test_without_an_exporter_no_span_is_made() -> None:
    with continue_trace(TRACEPARENT):
        assert trace.get_current_span() is trace.INVALID_SPAN
    assert not exporting()


def test_with_one_a_reaction_is_a_span_of_the_publishers_trace(spans: InMemorySpanExporter) -> None:
    with continue_trace(TRACEPARENT, name="claims.claim-filed.v1") as here:
        pass

    [span] = spans.get_finished_spans()
    assert span.name == "claims.claim-filed.v1"
    assert trace.format_trace_id(span.context.trace_id) == here.trace_id == TRACE
    assert trace.format_span_id(span.context.span_id) == here.span_id
    assert span.parent is not None
    assert trace.format_span_id(span.parent.span_id) == PARENT


async def test_with_one_a_request_is_a_span_named_by_its_route(spans: InMemorySpanExporter) -> None:
    app = FastAPI(telemetry={"tracing": False})

    @app.get("/things/{thing_id}")
    async def get_thing(thing_id: str) -> Any:
        return current_traceparent()

    door = Door(app, service="things", max_body_bytes=10, extras={})
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(door), base_url="http://things"
    ) as http:
        answer = await http.get("/things/7?name=Mira", headers={"traceparent": TRACEPARENT})

    [span] = spans.get_finished_spans()
    assert span.name == "GET /things/{thing_id}"
    assert dict(span.attributes or {}) == {
        "http.request.method": "GET",
        "http.route": "/things/{thing_id}",
        "http.response.status_code": 200,
        "service.part": "things",
    }
    assert answer.json() == f"00-{TRACE}-{trace.format_span_id(span.context.span_id)}-01"
