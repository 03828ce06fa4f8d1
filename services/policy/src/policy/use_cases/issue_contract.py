"""An offer becomes a contract: how the sale ends, once the rules of the product say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.numbers import next_number
from chassis.work import Work
from policy.domain.contract.one_cover import Wording
from policy.domain.document import DocumentKind
from policy.domain.money.receiving import Payment
from policy.domain.offer import Offer
from policy.domain.policy import Policy
from policy.storage import Versions
from policy.use_cases.deliver_contract import watch_delivery
from policy.use_cases.money.open_account import OpenAccount, open_account
from policy.use_cases.want_document import want_document
from policy.use_cases.watch_contract import watch_new_contract


@dataclass(frozen=True, kw_only=True)
class IssueContract:
    """The order to make a contract of an accepted offer."""

    customer_id: UUID
    """Of somebody whose file whoever gives the order has read."""
    offer: Offer
    wording: Wording
    insured_person: str | None = None
    """Whose life is insured, where it is not the customer's."""
    back_dating: bool = False
    """Whether it comes with a book of business: what is past was paid to somebody else."""
    is_bound: bool = False
    """Whether both sides were bound before cover began: then it is made later, too."""
    first_due_on: date | None = None
    """Until when the first premium was granted; None: until cover begins."""
    deposits: Sequence[Payment] = ()
    """What was paid for it before it was made."""
    by: str


async def issue_contract(order: IssueContract, work: Work) -> Policy:
    """Make it, keep its first version, open its account, and set its clocks."""
    policy, event = Policy.issue_from(
        order.offer,
        new_id(),
        await next_number(work, "P"),
        customer_id=order.customer_id,
        wording=order.wording,
        insured_person=order.insured_person,
        back_dating=order.back_dating or order.is_bound,
        by=order.by,
        at=work.now,
    )
    work.publish(event)
    watch_new_contract(policy, work)
    if not order.back_dating:  # a book brought in has its papers already
        want_document(DocumentKind.SCHEDULE, policy.id, work)
        watch_delivery(policy, work)
    account = OpenAccount(
        policy_id=policy.id,
        number=policy.number,
        customer_id=policy.customer_id,
        contract=(policy, *Versions(work).first(policy)),
        offer=order.offer,
        collected_before=order.back_dating,
        first_due_on=order.first_due_on,
        deposits=order.deposits,
    )
    await open_account(account, work)
    return policy
