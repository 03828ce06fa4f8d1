"""Before a service first starts: its database, and the queues that collect what it will hear."""

from typing import Any

import structlog

from chassis.database import Database
from chassis.migrations import migrate
from chassis.service.assembly import Service
from chassis.service.reach import check_database, reach_bus
from chassis.settings import Settings

log = structlog.get_logger(__name__)


async def migrate_service(service: Any, settings: Settings) -> None:
    """Migrate the database of a service, then declare its queues; safe to do again and at once.

    What is no `Service`, as the gateway, has neither.
    """
    if not isinstance(service, Service):
        log.info("it keeps nothing: nothing to migrate", service=service.name)
        return
    url = settings.need("database_url")
    async with Database.open(url, name=f"{service.name}-migration") as database:
        await check_database(database)
    await migrate(url, service.name)
    queues = service.queues()
    async with reach_bus(settings, f"{service.name}-migration") as bus:
        for queue in queues:
            await bus.declare(queue)
    log.info("migrated", service=service.name, queues=[queue.name for queue in queues])
