"""The next term that is agreed, from the customer's yes or her silence on, is found."""

from chassis.work import Work
from policy.domain.policy import Policy, Status
from policy.domain.renewing.refusing import refusable_until
from policy.domain.renewing.renewal import Renewal, Settled
from policy.domain.renewing.settle import agreed_so_far
from policy.storage import HouseBook, Renewals


async def find_agreed(policy: Policy, work: Work) -> tuple[Renewal, Settled] | None:
    """Its renewal, and the terms as they stand; None while the next term may not come."""
    renewal = await Renewals(work).following(policy)
    if renewal is None or policy.status is not Status.ISSUED:
        return None
    house = HouseBook()
    law = house.renewal_law(policy.jurisdiction, policy.line)
    rules, library, now = house.renewal(), house.law(policy.time_zone), work.now
    until = refusable_until(renewal, policy, rules=rules, law=law, library=library, at=now)
    settled = agreed_so_far(renewal, law, opposed_until=until, at=work.now)
    return None if settled is None else (renewal, settled)
