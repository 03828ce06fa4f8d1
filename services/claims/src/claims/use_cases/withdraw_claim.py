"""The customer takes a claim back."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from claims.domain.claim import Claim
from claims.storage import Claims


@dataclass(frozen=True, kw_only=True)
class WithdrawClaim:
    """The order to take a claim back."""

    claim_id: UUID
    version: int
    by: Principal


async def withdraw_claim(order: WithdrawClaim, work: Work) -> Claim:
    """Take it back."""
    claim = await Claims(work).get(order.claim_id, asked_by=order.by)
    check_version(claim.version, order.version)
    work.publish(claim.withdraw(at=work.now))
    return claim
