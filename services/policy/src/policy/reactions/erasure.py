"""What keeps somebody from being forgotten, and when to look again."""

from uuid import UUID

from chassis.reactions import Alarm
from chassis.work import Work
from contracts.claims import ClaimDeclined, ClaimFiled, ClaimPaid, ClaimWithdrawn
from policy.reactions.register import on
from policy.use_cases.erase_customer import ERASURE_DUE, look_at_erasure_again
from policy.use_cases.hear_of_claim import hear_of_claim


@on(ClaimFiled)
async def claim_filed(event: ClaimFiled, work: Work) -> None:
    """Somebody had a loss."""
    await hear_of_claim(
        event.claim_id, event.customer_id, work, policy_id=event.policy_id, is_open=True
    )


@on(ClaimPaid)
async def claim_paid(event: ClaimPaid, work: Work) -> None:
    """It is settled."""
    await hear_of_claim(event.claim_id, event.customer_id, work, is_open=False)


@on(ClaimDeclined)
async def claim_declined(event: ClaimDeclined, work: Work) -> None:
    """It is settled, too."""
    await hear_of_claim(event.claim_id, event.customer_id, work, is_open=False)


@on(ClaimWithdrawn)
async def claim_withdrawn(event: ClaimWithdrawn, work: Work) -> None:
    """It is not pursued."""
    await hear_of_claim(event.claim_id, event.customer_id, work, is_open=False)


@on.alarm(ERASURE_DUE)
async def erasure_due(alarm: Alarm, work: Work) -> None:
    """A contract has ended, or the years of the law are over."""
    await look_at_erasure_again(UUID(alarm.key), work)
