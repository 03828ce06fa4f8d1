"""The offer of an accepted quote becomes an application."""

from dataclasses import dataclass
from uuid import UUID

from chassis.ids import new_id
from chassis.numbers import next_number
from chassis.work import Work
from policy.domain.application import Application
from policy.domain.offer import Offer
from policy.domain.sale import negotiate
from policy.storage import Applications, Underwriting
from policy.use_cases.check_terms import check_offer
from policy.use_cases.expire_application import watch_application
from policy.use_cases.find_insured import find_insured
from policy.use_cases.own_price import own_price, with_levies


@dataclass(frozen=True, kw_only=True)
class OpenApplication:
    """Whose it is, what is offered, and who sells it."""

    customer_id: UUID
    offer: Offer
    seller: str
    written_by: str | None = None
    """Who wrote the offer, where that is somebody else: the maker of a quote."""
    own: Offer | None = None
    """What our tariff makes of it, where that is known already: the offer of a quote."""


async def open_application(order: OpenApplication, work: Work) -> Application:
    """Put the offer on the table."""
    if order.own is None:  # what a quote offers was looked at when it was made
        check_offer(order.offer, work)
    customer = await find_insured(order.customer_id, work)
    own = order.own or own_price(order.offer)
    application = negotiate.open_application(
        with_levies(order.offer, own),
        application_id=new_id(),
        number=await next_number(work, "A"),
        customer_id=customer.id,
        language=customer.language,
        line=Underwriting().line_of(order.offer.product),
        own=own,
        seller=order.seller,
        written_by=order.written_by,
        at=work.now,
    )
    Applications(work).add(application)
    watch_application(application, work)
    return application
