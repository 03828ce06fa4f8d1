"""A quote's time is over."""

from uuid import UUID

from chassis.work import Work
from policy.storage import Quotes


async def expire_quote(quote_id: UUID, work: Work) -> None:
    """It is no longer held, unless it was settled or changed in between."""
    quote = await Quotes(work).due(quote_id)
    if quote is not None:
        quote.expire(at=work.now)
