"""The policy service, assembled."""

from chassis.service import Service
from policy.reactions import on
from policy.routes import routes
from policy.storage import metadata, start_mappers

policy = Service(
    name="policy",
    title="Policy",
    routes=routes,
    reactions=on,
    metadata=metadata,
    start_mappers=start_mappers,
)
