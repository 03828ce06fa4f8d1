"""The customer takes the offer: the sale goes on from it, in an application."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.quote import Quote, QuoteVersion
from policy.domain.sale import audit, negotiate
from policy.storage import Products, Quotes
from policy.use_cases.make_quote import QUOTE_EXPIRES
from policy.use_cases.open_application import OpenApplication, open_application

HOUSE: Final = "house"
"""Who sells to a customer who comes alone."""


@dataclass(frozen=True, kw_only=True)
class AcceptQuote:
    """The order to take `number`, a version of the quote, as the quote was last read."""

    quote_id: UUID
    number: int
    by: Principal
    version: int | None = None


async def accept_quote(order: AcceptQuote, work: Work) -> tuple[Quote, QuoteVersion]:
    """Take it, and open an application of its terms, which are agreed by taking them.

    The same order again finds it done: an answer that was lost is asked for by asking again.
    """
    me = order.by
    quote = await Quotes(work).get(order.quote_id, asked_by=me)
    if quote.was_taken_by(me.subject, order.number, read=order.version):
        return quote, await Quotes(work).version(quote, order.number)
    check_version(quote.version, order.version)
    version = await Quotes(work).version(quote, order.number)
    quote.must_be_takeable(version, at=work.now)
    asked = version.asked
    plan = Products().version(asked.product, asked.product_version)
    offer = version.offer(plan)
    alone = version.made_by == me.subject and not me.is_staff
    seller = me.subject if me.is_staff else version.made_by
    application = await open_application(
        OpenApplication(
            customer_id=quote.customer_id,
            offer=offer,
            own=offer,
            seller=HOUSE if alone else seller,
            written_by=HOUSE if alone else version.made_by,
        ),
        work,
    )
    negotiate.agree(application, side="customer", by=me.subject, at=work.now)
    audit.look_at(application, plan.reasons(version.priced.refer))
    await work.session.flush()  # the quote refers to it
    quote.accept(version, application_id=application.id, by=me.subject, at=work.now)
    work.cancel_alarm(QUOTE_EXPIRES, quote.id)
    return quote, version
