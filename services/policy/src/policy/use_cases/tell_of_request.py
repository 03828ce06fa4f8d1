"""What whoever asked for cover back is told before it is back: what is missing, what is to be paid.

The sum is that of the request: what fell due after it is no condition of it.
"""

from datetime import date
from typing import Any

from chassis.work import Work
from contracts.policy import EvidenceWanted, ReinstatementGranted
from policy.domain.law_in_words import law_in_words
from policy.domain.period import local_day
from policy.domain.policy import Policy, Status
from policy.domain.preservation.revival_words import EVIDENCE
from policy.domain.reinstatement import SILENCE, Reinstatement
from policy.storage import HouseBook
from policy.use_cases.money.what_is_owed import what_is_owed


def asked_on(request: Reinstatement, policy: Policy) -> date:
    """The day of the request there: what was due before it is owed before cover is back."""
    return local_day(request.requested_at, policy.time_zone)


def asked_before(request: Reinstatement | None, policy: Policy) -> date | None:
    """That day, where cover comes back by the request; None where by payment of all, or unasked."""
    plan = HouseBook().plan(policy.jurisdiction, policy.line)
    on_request = policy.status is Status.LAPSED or plan.revives == "request"
    return asked_on(request, policy) if request is not None and on_request else None


async def want_evidence(request: Reinstatement, policy: Policy, work: Work) -> None:
    """Ask for it."""
    clock = request.clock(HouseBook().law())
    said = EvidenceWanted(
        **await _about(request, policy, work),
        wanted={language.value: words for language, words in EVIDENCE.items()},
        answer_by=None if clock is None else clock.due,
    )
    work.publish(said)


async def say_granted(request: Reinstatement, policy: Policy, work: Work) -> None:
    """It is agreed and not paid yet."""
    house, silent = HouseBook(), request.decided_by == SILENCE
    said = ReinstatementGranted(
        **await _about(request, policy, work),
        by_silence=silent,
        law=law_in_words(house.law().entry(request.reason or "")) if silent else {},
        pay_until=policy.term.ends_at,
        from_payment=house.plan(policy.jurisdiction, policy.line).from_payment,
    )
    work.publish(said)


async def _about(request: Reinstatement, policy: Policy, work: Work) -> dict[str, Any]:
    owing = await what_is_owed(policy, work, before=asked_before(request, policy))
    return {
        "policy_id": policy.id,
        "number": policy.number,
        "customer_id": policy.customer_id,
        "request_id": request.id,
        **owing.told(),
    }
