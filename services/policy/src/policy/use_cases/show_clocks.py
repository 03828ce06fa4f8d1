"""The customer asks what happens next with their contract, when, and by which rule."""

from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work
from policy.domain.clocks import Shown, clocks_of
from policy.domain.preservation.withdraw import thinking_again
from policy.domain.renewing.clocks import renewal_clocks
from policy.storage import ArrearsBook, Customers, HouseBook, Policies, Reinstatements, Renewals


async def show_clocks(policy_id: UUID, *, by: Principal, work: Work) -> list[Shown]:
    """Everything that is still to come, in the customer's language."""
    policy = await Policies(work).get(policy_id, asked_by=by)
    customer = await Customers(work).insured(policy.customer_id)
    library = HouseBook().law()
    running = clocks_of(
        policy,
        thinking=thinking_again(policy, library, customer_zone=customer.time_zone),
        owed=await ArrearsBook(work).of(policy.id),
        request=await Reinstatements(work).waiting(policy.id),
        library=library,
        at=work.now,
        language=customer.language,
    )
    ending = renewal_clocks(
        policy,
        await Renewals(work).following(policy),
        law=HouseBook().renewal_law(policy.jurisdiction, policy.line),
        library=library,
        at=work.now,
        language=customer.language,
    )
    return sorted([*running, *ending], key=lambda one: one.due)
