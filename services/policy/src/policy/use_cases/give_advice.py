"""Somebody asks whether to keep a risk or to insure it."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.ids import new_id
from chassis.work import Work
from policy.domain.advice.advice import Advice
from policy.domain.advice.found import as_found
from policy.domain.advice.situation import Situation
from policy.storage import Advices, Customers, Methods, RiskProfiles


@dataclass(frozen=True, kw_only=True)
class GiveAdvice:
    """The order to advise on this situation, and on nothing besides."""

    customer_id: UUID
    situation: Situation
    by: Principal


async def give_advice(order: GiveAdvice, work: Work) -> Advice:
    """Advise; classes of risks that a rule found come from the newest profile."""
    customer = await Customers(work).get(order.customer_id, asked_by=order.by)
    advice = Advice.give(
        new_id(),
        customer_id=customer.id,
        situation=as_found(order.situation, await RiskProfiles(work).latest(customer.id)),
        method=Methods().newest(),
        at=work.now,
        by=order.by.subject,
    )
    Advices(work).add(advice)
    return advice
