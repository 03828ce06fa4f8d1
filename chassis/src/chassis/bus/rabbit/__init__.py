"""The bus between processes: RabbitMQ, quorum queues, confirmed and acknowledged.

topology   what we declare: the exchange, a queue per service and lane, its dead letters
patience   how long we wait for each thing
link       a connection and its channel, watched, and opened again whenever they break
messages   an envelope as an AMQP message, and what arrives as a delivery
publisher  one link that says things aloud
consumer   one link per queue that hears
"""

from chassis.bus.rabbit.bus import RabbitBus
from chassis.bus.rabbit.patience import Patience
from chassis.bus.rabbit.topology import EXCHANGE

__all__ = ["EXCHANGE", "Patience", "RabbitBus"]
