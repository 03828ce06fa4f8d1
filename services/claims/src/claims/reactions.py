"""What claims does when policy speaks: it remembers, so that it can answer while policy is silent.

The two facts of a policy are kept apart; heard twice or the wrong way round, they mean the same.
"""

from chassis.reactions import Reactions
from chassis.work import Work
from claims.domain.cover import Cover
from claims.storage import Covers
from contracts.policy import PolicyCancelled, PolicyIssued

on = Reactions()


@on(PolicyIssued)
async def remember_cover(event: PolicyIssued, work: Work) -> None:
    """A policy is issued: losses it covers can be reported from now on."""
    cover = Cover(
        policy_id=event.policy_id,
        number=event.number,
        customer_id=event.customer_id,
        perils=event.perils,
        sum_insured=event.sum_insured,
        deductible=event.deductible,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        time_zone=event.time_zone,
        clauses=event.clauses,
    )
    await Covers(work).remember(cover)


@on(PolicyCancelled)
async def remember_cancellation(event: PolicyCancelled, work: Work) -> None:
    """A policy is cancelled: a loss from then on is not covered."""
    await Covers(work).remember_cancellation(event.policy_id, event.ends_at)
