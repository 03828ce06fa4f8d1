"""It is time to think of the next term: reckon it, and offer it when nobody need look at it."""

from uuid import UUID

from chassis.ids import new_id
from chassis.work import Work
from policy.domain.period import a_year_after
from policy.domain.policy import Policy, Status
from policy.domain.renewing.renewal import Renewal
from policy.domain.renewing.rules import RenewalLaw, opens_at, renews
from policy.storage import HouseBook, Policies, Products, Renewals
from policy.use_cases.renewing.offer_renewal import offer_renewal
from policy.use_cases.renewing.watch_renewal import watch_renewal
from policy.use_cases.watch_contract import RENEWAL_OPENS


async def open_renewal(policy_id: UUID, work: Work) -> Renewal | None:
    """Open it once for each term; nothing, when the contract has ended or rests."""
    policy = await Policies(work).by_id(policy_id)
    if policy.status is not Status.ISSUED or work.now >= policy.ends_at or not renews(policy):
        return None
    opened = await Renewals(work).following(policy)
    if opened is not None:  # cover is back: what was due while it rested may still be of use
        watch_renewal(opened, policy, work)
        return None
    house = HouseBook()
    law = house.renewal_law(policy.jurisdiction, policy.line)
    opens = opens_at(policy, house.renewal(), law, house.law(policy.time_zone))
    if work.now < opens:
        work.set_alarm(RENEWAL_OPENS, policy.id, at=opens)
        return None
    renewal = _opened(policy, law, work)
    await offer_renewal(renewal, policy, work)
    return renewal


def missed_renewal(policy: Policy, work: Work) -> Renewal | None:
    """One that should have been offered before the term ended and was not: settled so (0212).

    None where none was due: what rests is not renewed, nor what was brought in after its end.
    """
    if policy.status is not Status.ISSUED or not renews(policy):
        return None
    if policy.issued_at >= policy.ends_at:
        return None
    return _opened(policy, HouseBook().renewal_law(policy.jurisdiction, policy.line), work)


def _opened(policy: Policy, law: RenewalLaw, work: Work) -> Renewal:
    house = HouseBook()
    renewal = Renewal(
        id=new_id(),
        policy_id=policy.id,
        customer_id=policy.customer_id,
        term=policy.term_number + 1,
        starts_on=policy.ends_on,
        ends_on=a_year_after(policy.ends_on),
        law=law.name,
        automatic=Products().renews_by_itself(policy.product, policy.product_version),
        most_rise=str(house.renewal().product(policy.product).most_rise),
        opened_at=work.now,
    )
    Renewals(work).add(renewal)
    return renewal
