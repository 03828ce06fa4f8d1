"""Claims says that somebody claims, or that a claim is settled."""

from uuid import UUID

from chassis.work import Work
from policy.storage import Erasures


async def hear_of_claim(
    claim_id: UUID,
    customer_id: UUID,
    work: Work,
    *,
    policy_id: UUID | None = None,
    is_open: bool,
) -> None:
    """Remember it: who has an open claim is not forgotten, and who claimed does not think again."""
    await Erasures(work).hear_of_claim(claim_id, customer_id, policy_id=policy_id, is_open=is_open)
