"""Advice is worked out again, with the version of the method it was given with."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work
from policy.domain.advice.advice import Advice
from policy.domain.advice.outcome import Outcome
from policy.storage import Advices, Methods


@dataclass(frozen=True, kw_only=True)
class ReplayAdvice:
    """The order to work it out again."""

    advice_id: UUID
    by: Principal


async def replay_advice(order: ReplayAdvice, work: Work) -> tuple[Advice, Outcome]:
    """The advice as it was given, and what the method says to the same situation now."""
    advice = await Advices(work).get(order.advice_id, asked_by=order.by)
    return advice, advice.replay(Methods().get(advice.method_version))
