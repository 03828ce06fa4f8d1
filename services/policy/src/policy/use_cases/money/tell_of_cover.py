"""Money came for a contract whose cover rests and comes back only on request: its payer is told so.

The account knows money, not cover. That a payment alone is no request is the law's word; that the
customer hears it is ours.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from chassis.events import Event
from chassis.work import Work
from contracts.policy import PremiumReceived
from policy.storage import HouseBook, Policies, Reinstatements


async def tell_of_cover(said: Iterable[Event], work: Work) -> list[Event]:
    """The same facts; what thanks for a premium says where cover must still be asked for."""
    events = list(said)
    paid = {one.policy_id for one in events if isinstance(one, PremiumReceived)}
    asks = await _must_ask(paid, work) if paid else set()
    return [
        one.model_copy(update={"comes_back": "request"})
        if isinstance(one, PremiumReceived) and one.policy_id in asks
        else one
        for one in events
    ]


async def _must_ask(policy_ids: Collection[UUID], work: Work) -> set[UUID]:
    house, found = HouseBook(), set[UUID]()
    for policy in await Policies(work).resting(policy_ids):
        on_request = house.plan(policy.jurisdiction, policy.line).revives == "request"
        if on_request and await Reinstatements(work).waiting(policy.id) is None:
            found.add(policy.id)
    return found
