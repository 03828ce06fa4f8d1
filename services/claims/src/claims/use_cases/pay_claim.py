"""Finance has sent the money, and says under which reference."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from claims.domain.claim import Claim
from claims.storage import Claims


@dataclass(frozen=True, kw_only=True)
class PayClaim:
    """The order to note a payment."""

    claim_id: UUID
    version: int
    reference: str
    by: Principal


async def pay_claim(order: PayClaim, work: Work) -> Claim:
    """Note it once: the same payment told again changes nothing, whichever version was read."""
    claim = await Claims(work).get(order.claim_id, asked_by=order.by)
    if claim.paid_with(order.reference):
        return claim
    check_version(claim.version, order.version)
    await Claims(work).must_be_new(order.reference)  # before it is ours: asking flushes
    work.publish(claim.pay(order.reference, at=work.now))
    return claim
