"""Offers and counter-offers, and the word that both sides mean the same."""

from dataclasses import dataclass

from chassis.work import Work
from policy.domain.application import Application
from policy.domain.offer import Offer
from policy.domain.sale import negotiate
from policy.use_cases.audit_application import audit_again
from policy.use_cases.check_terms import check_offer
from policy.use_cases.own_price import own_price, with_levies
from policy.use_cases.price_what_was_found import must_be_as_found
from policy.use_cases.read_application import Change, fetch


@dataclass(frozen=True, kw_only=True)
class CounterOffer:
    """Other terms, and why."""

    change: Change
    offer: Offer
    words: str


async def counter_offer(order: CounterOffer, work: Work) -> Application:
    """Put them on the table."""
    application = await fetch(order.change, work)
    check_offer(order.offer, work, instead_of=application.offer)
    must_be_as_found(application, order.offer)
    own = own_price(order.offer)
    said = negotiate.counter(
        application,
        with_levies(order.offer, own),
        side=order.change.side,
        by=order.change.by.subject,
        words=order.words,
        own=own,
        at=work.now,
    )
    work.publish(*said)
    return application


async def agree_terms(change: Change, work: Work) -> Application:
    """Say yes; terms changed under way are audited again."""
    application = await fetch(change, work)
    again = negotiate.agree(application, side=change.side, by=change.by.subject, at=work.now)
    if again:
        await audit_again(application, work, material=negotiate.is_changed(application))
    return application
