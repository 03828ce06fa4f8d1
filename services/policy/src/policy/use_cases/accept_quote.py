"""The customer takes the offer: the sale goes on from it."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.offer import Offer
from policy.domain.quote import Quote, QuoteVersion
from policy.storage import Products, Quotes
from policy.use_cases.make_quote import QUOTE_EXPIRES


@dataclass(frozen=True, kw_only=True)
class AcceptQuote:
    """The order to take `number`, a version of the quote, as the quote was last read."""

    quote_id: UUID
    number: int
    by: Principal
    version: int | None = None


async def accept_quote(order: AcceptQuote, work: Work) -> tuple[Quote, QuoteVersion, Offer]:
    """Take it; the offer is what an application carries on."""
    quote = await Quotes(work).get(order.quote_id, asked_by=order.by)
    check_version(quote.version, order.version)
    version = await Quotes(work).version(quote, order.number)
    quote.accept(version, by=order.by.subject, at=work.now)
    work.cancel_alarm(QUOTE_EXPIRES, quote.id)
    asked = version.asked
    return quote, version, version.offer(Products().version(asked.product, asked.product_version))
