"""Claims says that somebody claims, or that a claim is settled."""

from uuid import UUID

from chassis.work import Work
from policy.storage import Erasures


async def hear_of_claim(claim_id: UUID, customer_id: UUID, work: Work, *, is_open: bool) -> None:
    """Remember it: who has an open claim is not forgotten yet."""
    await Erasures(work).hear_of_claim(claim_id, customer_id, is_open=is_open)
