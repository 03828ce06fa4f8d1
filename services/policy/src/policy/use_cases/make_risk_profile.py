"""Somebody answers a questionnaire: the rules find their risks, and say what is still to ask."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.ids import new_id
from chassis.work import Work
from policy.domain.risks.profile import Correction, RiskProfile, make_profile
from policy.domain.risks.questionnaire import Stage
from policy.storage import Customers, Questionnaires, RiskProfiles


@dataclass(frozen=True, kw_only=True)
class MakeRiskProfile:
    """The order to put the rules to these answers."""

    customer_id: UUID
    questionnaire: str
    stage: Stage | None
    answers: tuple[tuple[str, str], ...]
    corrections: tuple[Correction, ...]
    by: Principal


async def make_risk_profile(order: MakeRiskProfile, work: Work) -> RiskProfile:
    """Make it; the newest one counts."""
    customer = await Customers(work).get(order.customer_id, asked_by=order.by)
    profile = make_profile(
        new_id(),
        customer_id=customer.id,
        questionnaire=Questionnaires().get(order.questionnaire, field="/questionnaire"),
        stage=order.stage,
        said=order.answers,
        corrections=order.corrections,
        at=work.now,
        by=order.by.subject,
    )
    RiskProfiles(work).add(profile)
    return profile
