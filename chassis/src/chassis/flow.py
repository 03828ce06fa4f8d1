"""How events flow through one service, counted where they are kept: nothing is lost unseen."""

from typing import Final

from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


class Flow(BaseModel):
    """What a service has said and heard. With all of them at rest, said and taken add up."""

    said: int = Field(description="Events ever said.")
    unsent: int = Field(description="Of these, still in the outbox.")
    taken: int = Field(description="Events heard and taken for good, of those not yet pruned.")
    deferred: int = Field(description="Events put off, to be tried again.")
    dead_letters: int = Field(description="Events and alarms given up on.")


_FLOW: Final = text("""
    SELECT (SELECT coalesce(sum(version), 0) FROM outbox_subjects) AS said,
           (SELECT count(*) FROM outbox) AS unsent,
           (SELECT count(*) FROM inbox) AS taken,
           (SELECT count(*) FROM deferred) AS deferred,
           (SELECT count(*) FROM dead_letters) AS dead_letters
""")


async def measure_flow(session: AsyncSession) -> Flow:
    """Count everything; reads whole tables, so it is for people and rehearsals, not for a poll."""
    return Flow(**(await session.execute(_FLOW)).mappings().one())
