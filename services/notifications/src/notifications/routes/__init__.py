"""How people reach notifications over HTTP: customers their inbox, operators the delivery log."""

from notifications.routes.deliveries import routes as deliveries
from notifications.routes.inbox import routes as inbox
from notifications.routes.personal_data import routes as personal_data
from notifications.routes.stream import routes as stream

routes = [inbox, stream, deliveries, personal_data]

__all__ = ["routes"]
