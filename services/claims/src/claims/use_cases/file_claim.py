"""First notice of loss: somebody tells us what happened, and the rules look at it at once."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.ids import new_id
from chassis.numbers import next_number
from chassis.work import Work
from claims.domain.assessment import Case, assess
from claims.domain.claim import Claim
from claims.domain.loss import Loss
from claims.storage import Claims, Covers


@dataclass(frozen=True, kw_only=True)
class FileClaim:
    """The order to take a claim on a policy."""

    policy_id: UUID
    loss: Loss
    description: str
    by: Principal


async def file_claim(order: FileClaim, work: Work) -> Claim:
    """Take it, assess it, and approve it or refer it."""
    claims = Claims(work)
    cover = await Covers(work).get(order.policy_id, asked_by=order.by, alone=True)
    claim, filed = Claim.file(
        new_id(),
        await next_number(work, "C"),
        order.loss,
        cover=cover,
        description=order.description,
        by=order.by.subject,
        at=work.now,
    )
    same_day = await claims.numbers_of_day(claim.policy_id, claim.occurred_on)
    assessment = assess(Case(loss=claim.loss, cover=cover, same_day=same_day))
    work.publish(filed, claim.follow(assessment, at=work.now))
    claims.add(claim)
    return claim
