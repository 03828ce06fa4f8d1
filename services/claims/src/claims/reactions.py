"""What claims does when policy speaks: it remembers, so that it can answer while policy is silent.

What is said of a policy is kept apart, word by word; heard twice or the wrong way round, it means
the same. Of the pictures of cover the one with the highest revision is true, the rest is history.
"""

from uuid import UUID

from chassis.reactions import Alarm, Reactions
from chassis.work import Work
from claims.domain.cover import Cover
from claims.storage import Covers
from claims.use_cases.forget_customer import (
    FORGETTING_DUE,
    customer_was_erased,
    forget_customer,
)
from contracts.policy import (
    CoverPicture,
    CustomerErased,
    PolicyCancelled,
    PolicyEndorsed,
    PolicyExpired,
    PolicyIssued,
    PolicyLapsed,
    PolicyLapseSetAside,
    PolicyReinstated,
    PolicyRenewed,
    PolicySuspended,
    PolicyWithdrawn,
)

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
    await Covers(work).remember_picture(event)


@on(PolicyCancelled)
async def remember_cancellation(event: PolicyCancelled, work: Work) -> None:
    """A policy is cancelled: a loss from then on is not covered."""
    await Covers(work).remember_cancellation(event.policy_id, event.ends_at)
    await Covers(work).remember_picture(event)


async def remember_picture(event: CoverPicture, work: Work) -> None:
    """Cover is otherwise than we knew: the whole picture comes with the word, and replaces ours."""
    await Covers(work).remember_picture(event)


@on(CustomerErased)
async def customer_erased(event: CustomerErased, work: Work) -> None:
    """They want to be forgotten."""
    await customer_was_erased(event, work)


@on.alarm(FORGETTING_DUE)
async def forgetting_due(alarm: Alarm, work: Work) -> None:
    """No law keeps the words any longer."""
    await forget_customer(UUID(alarm.key), work)


for _word in (
    PolicyEndorsed,
    PolicyExpired,
    PolicyLapsed,
    PolicyLapseSetAside,
    PolicyReinstated,
    PolicyRenewed,
    PolicySuspended,
    PolicyWithdrawn,
):
    on(_word)(remember_picture)
