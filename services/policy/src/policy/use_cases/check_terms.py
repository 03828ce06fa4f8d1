"""Before terms are priced or offered: first day, law, place and clock must go together."""

from datetime import date, datetime

from chassis.errors import Refusal
from chassis.work import Work
from policy.domain.application import Application
from policy.domain.offer import Offer
from policy.domain.period import local_day, must_begin_within_a_year
from policy.domain.pricing.steps import Asked
from policy.domain.products.plan import NotSold, Status
from policy.domain.sale import hold
from policy.domain.where import must_agree
from policy.storage import Products, Underwriting
from policy.storage.zones import zones_of


def check_wish(asked: Asked, *, today: date) -> None:
    """Refuse a quote from a day out of bounds, or of a place or clock that is elsewhere."""
    must_begin_within_a_year(asked.starts_on, today)
    zones = zones_of(asked.place.country)
    must_agree(asked.jurisdiction, asked.place, asked.time_zone, zones)


def check_offer(offer: Offer, work: Work, *, instead_of: Offer | None = None) -> None:
    """The same of an offer; a first day that was on the table already went by while we talked."""
    period, zones = offer.period, zones_of(offer.place.country)
    must_agree(offer.jurisdiction, offer.place, period.time_zone, zones, under="/offer")
    today = local_day(work.now, period.time_zone)
    if instead_of is None or instead_of.product_version != offer.product_version:
        _must_be_sold(offer, today)
    if instead_of is None or instead_of.period.starts_on != period.starts_on:
        must_begin_within_a_year(period.starts_on, today, field="/offer/starts_on")


def must_be_held(application: Application, work: Work) -> None:
    """Refuse to go on with terms whose price is not held any more."""
    is_sold = _is_sold(application, work.now)
    hold.must_be_held(application, days=Underwriting().held_days(), is_sold=is_sold, at=work.now)


def is_held(application: Application, at: datetime) -> bool:
    """Whether the price of what lies on the table still is."""
    until = hold.held_until(application, days=Underwriting().held_days())
    return at <= until and _is_sold(application, at)


def _is_sold(application: Application, at: datetime) -> bool:
    offer = application.offer
    today = local_day(at, offer.period.time_zone)
    return Products().is_sold(offer.product, offer.product_version, on=today)


def _must_be_sold(offer: Offer, today: date) -> None:
    pointer = "/offer/product_version"
    try:
        plan = Products().version(offer.product, offer.product_version)
    except Refusal as refused:
        refused.field = pointer
        raise
    if plan.status(today) is not Status.ACTIVE:
        raise NotSold(f"{plan.id} {plan.version} is not sold on {today}", field=pointer)
