"""A customer follows advice, or goes against it: their wish, with their reason."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.advice.advice import Advice
from policy.storage import Advices


@dataclass(frozen=True, kw_only=True)
class RecordDecision:
    """The order to write down what the customer decided on one risk."""

    advice_id: UUID
    version: int
    risk: str | None
    follows: bool
    reason: str | None
    by: Principal


async def record_decision(order: RecordDecision, work: Work) -> Advice:
    """Write it down."""
    advice = await Advices(work).get(order.advice_id, asked_by=order.by)
    check_version(advice.version, order.version)
    advice.decide_on(
        order.risk,
        follows=order.follows,
        reason=order.reason,
        at=work.now,
        by=order.by.subject,
    )
    return advice
