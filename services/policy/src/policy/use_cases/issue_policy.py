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
from policy.domain.product import Product
from policy.domain.sale.counter import must_be_over_the_counter, must_be_within
from policy.storage import Customers, Exposures, Products, Underwriting
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
    """Whether it comes with a book of business: it was concluded elsewhere, by who might."""
    by: str


async def issue_policy(order: IssuePolicy, work: Work) -> Policy:
    """Offer what the product offers on these terms, and make the contract of it.

    An agent does so alone, over the counter: where the product allows it, and while all that counts
    together stays within the machine's limit.
    """
    customer = await Customers(work).whereabouts(order.customer_id)
    product = _product(order, work)
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
    offer, wording = offer_of_one_cover(product, terms), wording_of(product)
    if not order.back_dating:
        limits = Underwriting().limits()
        total = await Exposures(work).counted(order.customer_id, offer.place, limits)
        total += limits.exposed(wording.line, offer)
        must_be_within(limits, line=wording.line, total=total)
    accepted = IssueContract(
        customer_id=order.customer_id,
        offer=offer,
        wording=wording,
        back_dating=order.back_dating,
        by=order.by,
    )
    return await issue_contract(accepted, work)


def _product(order: IssuePolicy, work: Work) -> Product:
    products = Products()
    if not order.back_dating:
        plan = products.plan(order.product, on=work.now.date(), field="/product")
        must_be_over_the_counter(plan.id, products.all())
    return products.get(order.product, field="/product")
