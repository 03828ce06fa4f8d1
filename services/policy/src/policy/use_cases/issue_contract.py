"""An offer becomes a contract: how the sale ends, once the rules of the product say so."""

from dataclasses import dataclass
from uuid import UUID

from chassis.ids import new_id
from chassis.numbers import next_number
from chassis.work import Work
from policy.domain.contract.one_cover import Wording
from policy.domain.document import DocumentKind
from policy.domain.offer import Offer
from policy.domain.policy import Policy
from policy.storage import Customers, Policies, Versions
from policy.use_cases.want_document import want_document
from policy.use_cases.watch_contract import watch_new_contract


@dataclass(frozen=True, kw_only=True)
class IssueContract:
    """The order to make a contract of an accepted offer."""

    customer_id: UUID
    offer: Offer
    wording: Wording
    back_dating: bool = False
    by: str


async def issue_contract(order: IssueContract, work: Work) -> Policy:
    """Make it, keep its first version, and set its clocks."""
    customer = await Customers(work).insured(order.customer_id)
    policy, event = Policy.issue_from(
        order.offer,
        new_id(),
        await next_number(work, "P"),
        customer_id=customer.id,
        wording=order.wording,
        back_dating=order.back_dating,
        by=order.by,
        at=work.now,
    )
    Policies(work).add(policy)
    await work.session.flush()  # the version refers to it
    Versions(work).open(policy)
    work.publish(event)
    watch_new_contract(policy, work)
    if not order.back_dating:  # a book brought in has its papers already
        want_document(DocumentKind.SCHEDULE, policy.id, work)
    return policy
