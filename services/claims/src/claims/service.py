"""The claims service, assembled."""

from chassis.service import Service
from claims.reactions import on
from claims.routes import routes
from claims.storage import metadata, start_mappers

claims = Service(
    name="claims",
    title="Claims",
    routes=routes,
    reactions=on,
    metadata=metadata,
    start_mappers=start_mappers,
)
