"""An answer changes: the quote gets a new version at today's version of the product."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work
from policy.domain.period import local_day
from policy.domain.quote import Quote, QuoteVersion
from policy.storage import Customers, Products, Quotes, levies
from policy.use_cases.check_terms import check_wish
from policy.use_cases.make_quote import QUOTE_EXPIRES, Wanted


@dataclass(frozen=True, kw_only=True)
class ChangeQuote:
    """The order to price other answers; product and law stay."""

    quote_id: UUID
    wanted: Wanted
    by: Principal


async def change_quote(order: ChangeQuote, work: Work) -> tuple[Quote, QuoteVersion]:
    """A new version beside the others."""
    quote = await Quotes(work).get(order.quote_id, asked_by=order.by)
    customer = await Customers(work).insured(quote.customer_id)
    today = local_day(work.now, order.wanted.time_zone or customer.time_zone)
    plan = Products().plan(quote.product, on=today)
    asked = order.wanted.asked(plan, customer, on=today)
    version = quote.change(
        asked,
        instead_of=await Quotes(work).version(quote),
        plan=plan,
        book=levies(),
        by=order.by.subject,
        at=work.now,
    )
    check_wish(asked, today=today)
    Quotes(work).add_version(version)
    work.set_alarm(QUOTE_EXPIRES, quote.id, at=quote.valid_until)
    return quote, version
