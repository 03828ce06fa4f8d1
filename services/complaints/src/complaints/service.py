"""The complaints service, assembled."""

from chassis.service import Service
from complaints.reactions import on
from complaints.routes import routes
from complaints.storage import metadata, start_mappers

complaints = Service(
    name="complaints",
    title="Complaints",
    routes=routes,
    reactions=on,
    metadata=metadata,
    start_mappers=start_mappers,
)
