"""The customer does not want the offer."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.quote import Quote
from policy.storage import Quotes
from policy.use_cases.make_quote import QUOTE_EXPIRES


@dataclass(frozen=True, kw_only=True)
class WithdrawQuote:
    """The order to close it, as last read."""

    quote_id: UUID
    version: int
    by: Principal


async def withdraw_quote(order: WithdrawQuote, work: Work) -> Quote:
    """Close it."""
    quote = await Quotes(work).get(order.quote_id, asked_by=order.by)
    check_version(quote.version, order.version)
    quote.withdraw(by=order.by.subject, at=work.now)
    work.cancel_alarm(QUOTE_EXPIRES, quote.id)
    return quote
