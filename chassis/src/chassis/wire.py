"""The wire: an envelope as a CloudEvents 1.0 message in binary mode, and back.

Attributes travel as `ce-` headers and `datacontenttype` as the content type, as the official SDK's
RabbitMQ binding writes them; the fact itself is the body, untouched. Beside the standard
attributes we use three extensions: `subjectversion`, `lane` and `traceparent`.
"""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_binary, to_binary
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from chassis.events import Envelope, Lane

CONTENT_TYPE: Final = "application/json"
LARGEST_VERSION: Final = 2**31 - 1  # a CloudEvents Integer has 32 bits
LARGEST_ATTRIBUTE: Final = 1_000  # all must fit into one AMQP frame, or the connection is closed
LARGEST_BODY: Final = 1_000_000  # RabbitMQ closes the channel on a message larger than its limit
_REQUIRED: Final = tuple(
    f"ce-{name}"
    for name in ["specversion", "id", "type", "source", "time", "subject", "subjectversion", "lane"]
)


class Malformed(ValueError):
    """This message is no event of ours."""


class _Untouched(JSONFormat):
    """Bodies stay bytes: whoever reacts parses them once, into the event's class."""

    def read_data(self, body: bytes, datacontenttype: str | None) -> bytes:
        return body


_format: Final = _Untouched()


def encode(envelope: Envelope) -> RabbitMQMessage:
    """Write an envelope as headers, content type and body; refuse what no broker would carry."""
    attributes: dict[str, object] = {
        "specversion": "1.0",
        "id": str(envelope.id),
        "type": envelope.type,
        "source": envelope.source,
        "subject": envelope.subject,
        "time": envelope.time.astimezone(UTC),
        "datacontenttype": CONTENT_TYPE,
        "subjectversion": envelope.subject_version,
        "lane": str(envelope.lane),
    }
    if envelope.traceparent:
        attributes["traceparent"] = envelope.traceparent
    try:
        message = to_binary(CloudEvent(attributes, envelope.data), _format)
    except CloudEventValidationError as error:
        raise Malformed(str(error)) from error
    if len(message.body) > LARGEST_BODY:
        raise Malformed(f"the body has {len(message.body)} bytes; an event is no document")
    for name, value in message.headers.items():
        if len(value) > LARGEST_ATTRIBUTE:
            raise Malformed(f"{name} has {len(value)} characters")
    return message


def decode(message: RabbitMQMessage) -> Envelope:
    """Read an envelope, or raise `Malformed` saying what is wrong.

    The SDK would make up a missing id or time; a made-up id would defeat every reader's inbox.
    """
    present = {name.lower() for name in message.headers}
    missing = [name for name in _REQUIRED if name not in present]
    if missing:
        raise Malformed(f"the headers lack {', '.join(missing)}")
    media_type = (message.content_type or "").partition(";")[0].strip().lower()
    if media_type != CONTENT_TYPE:
        raise Malformed(f"the content type is {message.content_type!r}, not {CONTENT_TYPE}")
    try:
        event = from_binary(message, _format, CloudEvent)
        return _envelope(event.get_attributes(), message.body)
    except Exception as error:  # whatever the SDK trips over, the message is at fault
        raise Malformed(f"the headers are no CloudEvent of ours: {error}") from error


def _envelope(attributes: dict[str, object], body: bytes) -> Envelope:
    version = int(str(attributes["subjectversion"]))
    if not 1 <= version <= LARGEST_VERSION:
        raise ValueError(f"subjectversion is {version}")
    time = attributes["time"]
    if not isinstance(time, datetime):
        raise TypeError("time is no instant")
    traceparent = attributes.get("traceparent")
    return Envelope(
        id=UUID(str(attributes["id"])),
        type=str(attributes["type"]),
        source=str(attributes["source"]),
        subject=str(attributes["subject"]),
        subject_version=version,
        time=time.astimezone(UTC),
        lane=Lane(str(attributes["lane"])),
        data=body,
        traceparent=str(traceparent) if traceparent else None,
    )
