"""Somebody's answers get a price, which is held open for a time."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from chassis.ids import new_id
from chassis.numbers import next_number
from chassis.work import Work
from contracts.insured import Address
from policy.domain.customer import Customer
from policy.domain.offer import PaymentMode
from policy.domain.period import local_day
from policy.domain.pricing.steps import Asked
from policy.domain.products.plan import Plan
from policy.domain.products.questions import Written
from policy.domain.quote import Quote, QuoteVersion
from policy.storage import Products, Quotes, levies
from policy.use_cases.check_terms import check_wish
from policy.use_cases.find_insured import find_insured

QUOTE_EXPIRES: Final = "quote-expires"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody would like to insure; place and zone are their own where none is named."""

    jurisdiction: str
    place: Address | None
    time_zone: str | None
    starts_on: date
    ends_on: date
    payment_mode: PaymentMode
    answers: dict[str, Written]

    def asked(self, plan: Plan, customer: Customer, *, on: date) -> Asked:
        """Whole, so that it can be computed again."""
        return Asked(
            product=plan.id,
            product_version=plan.version,
            jurisdiction=self.jurisdiction,
            place=self.place or customer.address,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            time_zone=self.time_zone or customer.time_zone,
            payment_mode=self.payment_mode,
            answers=self.answers,
            priced_on=on,
        )


@dataclass(frozen=True, kw_only=True)
class MakeQuote:
    """The order to price it, for whom."""

    customer_id: UUID
    product: str
    wanted: Wanted
    by: str


async def make_quote(order: MakeQuote, work: Work) -> tuple[Quote, QuoteVersion]:
    """Price it and hold it open."""
    sold = Products().plan(order.product, on=work.now.date(), field="/product")
    sold.must_ask(order.wanted.answers)
    customer = await find_insured(order.customer_id, work)
    today = local_day(work.now, order.wanted.time_zone or customer.time_zone)
    plan = Products().plan(order.product, on=today, field="/product")
    quote, version = Quote.make(
        new_id(),
        await next_number(work, "Q"),
        customer_id=customer.id,
        asked=order.wanted.asked(plan, customer, on=today),
        plan=plan,
        book=levies(),
        by=order.by,
        at=work.now,
    )
    check_wish(version.asked, today=today)
    await Quotes(work).add(quote, version)
    work.set_alarm(QUOTE_EXPIRES, quote.id, at=quote.valid_until)
    return quote, version
