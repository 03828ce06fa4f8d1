"""An envelope as an AMQP message, and what arrives from the broker as a delivery."""

from aio_pika import DeliveryMode, Message
from aiormq.abc import DeliveredMessage
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage

from chassis.bus import Delivery, Undecodable
from chassis.events import Envelope
from chassis.wire import Malformed, decode, encode


def outgoing(envelope: Envelope) -> Message:
    """Write a persistent message.

    It gets no message id: the client draws one for each sending and recognises a returned message
    by it, which the id of an event sent twice would confuse. The event's id is a header.
    """
    message = encode(envelope)
    return Message(
        message.body,
        headers=dict(message.headers),
        content_type=message.content_type,
        delivery_mode=DeliveryMode.PERSISTENT,
    )


def incoming(message: DeliveredMessage) -> Delivery:
    """Read whatever arrived; what is no event of ours is kept as it came."""
    properties = message.header.properties
    headers = {name: _text(value) for name, value in (properties.headers or {}).items()}
    try:
        return decode(RabbitMQMessage(headers, properties.content_type, message.body))
    except Malformed as error:
        return Undecodable(headers=headers, body=message.body, error=str(error))


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes | bytearray) else str(value)
