"""There is proof that the papers reached the customer: clocks that count from it begin."""

from datetime import datetime
from uuid import UUID

from chassis.work import Work
from policy.storage import Policies


async def contract_delivered(policy_id: UUID, at: datetime, work: Work) -> None:
    """Note when; the first proof counts."""
    policy = await Policies(work).by_id(policy_id)
    policy.delivered_at = policy.delivered_at or at
