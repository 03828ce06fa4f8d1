"""The events of one publisher as an AsyncAPI 3 document: a channel and a message for each.

The data of each is described by its JSON Schema beside this file, the attributes here.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from chassis.bus.rabbit.topology import EXCHANGE
from chassis.events import Event
from chassis.published.schemas import DRAFT
from chassis.wire import CONTENT_TYPE, LARGEST_VERSION

SCHEMA_FORMAT: Final = "application/schema+json;version=draft-07"
VERSION: Final = "1.0.0"  # of the document's form; each fact has its own version in its name


def document(publisher: str, description: str, events: Sequence[type[Event]]) -> dict[str, Any]:
    """Describe everything `publisher` says."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"What {publisher} says",
            "version": VERSION,
            "description": f"{description}\n\n{_HOW}",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {_key(event): _channel(event) for event in events},
        "operations": {f"say-{_key(event)}": _operation(event) for event in events},
        "components": {
            "messages": {_key(event): _message(event) for event in events},
            "schemas": {"attributes": _attributes()},
        },
    }


_HOW: Final = (
    "Each message is a CloudEvent 1.0 in binary mode: its attributes are headers that begin with "
    "`ce-`, its data is the body. Delivery is at least once; `ce-id` tells a repetition, and "
    "`ce-subjectversion` counts the facts about a subject from 1, so a reader sees gaps."
)


def _key(event: type[Event]) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", event.wire_name)


def _channel(event: type[Event]) -> dict[str, Any]:
    exchange = {"name": EXCHANGE, "type": "topic", "durable": True, "autoDelete": False}
    return {
        "address": event.wire_name,
        "messages": {_key(event): {"$ref": f"#/components/messages/{_key(event)}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": "0.3.0"}},
    }


def _operation(event: type[Event]) -> dict[str, Any]:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{_key(event)}"},
        "messages": [{"$ref": f"#/channels/{_key(event)}/messages/{_key(event)}"}],
        "bindings": {"amqp": {"deliveryMode": 2, "mandatory": True, "bindingVersion": "0.3.0"}},
    }


def _message(event: type[Event]) -> dict[str, Any]:
    described = (event.__doc__ or "").strip()
    return {
        "name": event.wire_name,
        "title": event.__name__,
        "summary": described.partition("\n")[0],
        "description": described,
        "contentType": CONTENT_TYPE,
        "tags": [{"name": f"lane:{event.lane}"}],
        "headers": {
            "type": "object",
            "allOf": [{"$ref": "#/components/schemas/attributes"}],
            "properties": {
                "ce-type": {"const": event.wire_name},
                "ce-subject": {"description": f"The `{event.subject_field}` of the data."},
                "ce-lane": {"const": str(event.lane)},
            },
        },
        "payload": {
            "schemaFormat": SCHEMA_FORMAT,
            "schema": {"$ref": f"../schemas/{event.wire_name}.json"},
        },
    }


def _attributes() -> dict[str, Any]:
    """All are strings, as the CloudEvents binding for RabbitMQ has them."""
    text = {"type": "string", "minLength": 1}
    attributes = {
        "ce-specversion": {"const": "1.0"},
        "ce-id": {"type": "string", "format": "uuid"},
        "ce-source": text,
        "ce-type": text,
        "ce-subject": text,
        "ce-time": {"type": "string", "format": "date-time"},
        "ce-subjectversion": {
            "type": "string",
            "pattern": "^[1-9][0-9]{0,9}$",
            "description": f"A CloudEvents Integer, up to {LARGEST_VERSION}.",
        },
        "ce-lane": {"enum": ["core", "courtesy"]},
    }
    optional = {"ce-traceparent": {"type": "string", "description": "W3C trace context."}}
    return {
        "$schema": DRAFT,
        "type": "object",
        "properties": attributes | optional,
        "required": list(attributes),
    }
