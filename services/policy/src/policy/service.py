"""The policy service, assembled."""

import asyncio
from typing import Final

from chassis.service import Running, Service
from policy.reactions import on
from policy.routes import routes
from policy.storage import explainer, metadata, start_mappers

AFTER_THE_START: Final = 2.0
"""Seconds; reading the wordings takes about as many of one core, and opening comes first."""


async def read_wordings(_: Running) -> None:
    """Once, beside everything else: the first to ask does not wait for it."""
    await asyncio.sleep(AFTER_THE_START)
    await asyncio.to_thread(explainer)


policy = Service(
    name="policy",
    title="Policy",
    routes=routes,
    reactions=on,
    metadata=metadata,
    start_mappers=start_mappers,
    background=(("explainer", read_wordings),),
)
