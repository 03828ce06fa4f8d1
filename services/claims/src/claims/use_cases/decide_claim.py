"""An adjuster decides a claim the rules have referred: approves an amount, or declines."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from claims.domain.claim import Claim
from claims.domain.decision import Decision
from claims.storage import Claims, Covers


@dataclass(frozen=True, kw_only=True)
class DecideClaim:
    """The order to settle a claim that waits for a person."""

    claim_id: UUID
    version: int
    decision: Decision
    by: Principal


async def decide_claim(order: DecideClaim, work: Work) -> Claim:
    """Decide it, by the cover as we know it now."""
    claim = await Claims(work).get(order.claim_id, asked_by=order.by)
    check_version(claim.version, order.version)
    cover = await Covers(work).get(claim.policy_id)
    work.publish(claim.decide(order.decision, cover=cover, at=work.now))
    return claim
