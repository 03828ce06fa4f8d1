"""A contract is made: who is insured, where, for how much, how long and at what price."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.money import Money
from chassis.work import Work
from contracts.insured import Address
from policy.domain.contract.one_cover import Terms, offer_of_one_cover, wording_of
from policy.domain.period import Period
from policy.domain.policy import Policy
from policy.storage import Customers, Products
from policy.use_cases.issue_contract import IssueContract, issue_contract


@dataclass(frozen=True, kw_only=True)
class IssuePolicy:
    """The order to make a contract; place and zone are the customer's own where none is named."""

    customer_id: UUID
    product: str
    insured_place: Address | None
    time_zone: str | None
    sum_insured: Money
    deductible: Money
    starts_on: date
    ends_on: date
    back_dating: bool
    by: str


async def issue_policy(order: IssuePolicy, work: Work) -> Policy:
    """Offer what the product offers on these terms, and make the contract of it."""
    customer = await Customers(work).insured(order.customer_id)
    product = Products().get(order.product, field="/product")
    terms = Terms(
        insured_place=order.insured_place or customer.address,
        sum_insured=order.sum_insured,
        deductible=order.deductible,
        period=Period(
            starts_on=order.starts_on,
            ends_on=order.ends_on,
            time_zone=order.time_zone or customer.time_zone,
        ),
    )
    accepted = IssueContract(
        customer_id=customer.id,
        offer=offer_of_one_cover(product, terms),
        wording=wording_of(product),
        back_dating=order.back_dating,
        by=order.by,
    )
    return await issue_contract(accepted, work)
