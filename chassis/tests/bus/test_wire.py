"""The wire: every envelope survives it, and whatever else comes along is told apart."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage
from hypothesis import given
from hypothesis import strategies as st

from chassis.events import Envelope, Lane
from chassis.testing.buses import an_envelope
from chassis.wire import LARGEST_VERSION, Malformed, decode, encode

words = st.text(min_size=1, max_size=40)
envelopes = st.builds(
    Envelope,
    id=st.uuids(),
    type=words,
    source=words,
    subject=words,
    subject_version=st.integers(1, LARGEST_VERSION),
    time=st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)).map(  # noqa: DTZ001 - UTC is added
        lambda time: time.replace(tzinfo=UTC)
    ),
    lane=st.sampled_from(Lane),
    data=st.binary(max_size=200),
    traceparent=st.none() | words,
)


@given(envelopes)
def test_every_envelope_survives_the_wire(envelope: Envelope) -> None:
    assert decode(encode(envelope)) == envelope


@given(
    st.dictionaries(
        st.sampled_from([*encode(an_envelope(traceparent="00-1-2-01")).headers, "CE-ID", "x"]),
        st.text(max_size=20),
    ),
    st.none() | st.text(max_size=20) | st.just("application/json"),
    st.binary(max_size=20),
)
def test_whatever_else_comes_is_malformed_and_nothing_worse(
    headers: dict[str, str], content_type: str | None, body: bytes
) -> None:
    sound = encode(an_envelope())
    message = RabbitMQMessage({**sound.headers, **headers}, content_type, body)

    try:
        envelope = decode(message)
    except Malformed:
        return
    assert envelope.data == body


@pytest.mark.parametrize(
    "name", ["specversion", "id", "type", "source", "time", "subject", "subjectversion", "lane"]
)
def test_an_attribute_that_is_missing_is_named(name: str) -> None:
    sound = encode(an_envelope())
    headers = {header: value for header, value in sound.headers.items() if header != f"ce-{name}"}

    with pytest.raises(Malformed, match=f"lack ce-{name}$"):
        decode(replace(sound, headers=headers))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("specversion", "0.3"),
        ("id", "42"),
        ("time", "yesterday"),
        ("time", "2026-03-01T12:30:00"),
        ("subject", ""),
        ("subjectversion", "0"),
        ("subjectversion", str(LARGEST_VERSION + 1)),
        ("subjectversion", "one"),
        ("lane", "fast"),
    ],
)
def test_an_attribute_that_makes_no_sense_is_malformed(name: str, value: Any) -> None:
    sound = encode(an_envelope())

    with pytest.raises(Malformed):
        decode(replace(sound, headers={**sound.headers, f"ce-{name}": value}))


@pytest.mark.parametrize("content_type", [None, "", "text/plain", "application/cloudevents+json"])
def test_another_content_type_is_malformed(content_type: str | None) -> None:
    with pytest.raises(Malformed, match="content type"):
        decode(replace(encode(an_envelope()), content_type=content_type))


def test_a_content_type_may_name_its_charset() -> None:
    message = replace(encode(an_envelope()), content_type="Application/JSON; charset=utf-8")

    assert decode(message).subject == "the fox"
