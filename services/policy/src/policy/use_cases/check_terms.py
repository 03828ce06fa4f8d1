"""Before terms are priced or offered: first day, law, place and clock must go together."""

from datetime import date

from chassis.work import Work
from policy.domain.offer import Offer
from policy.domain.period import local_day, must_begin_within_a_year
from policy.domain.pricing.steps import Asked
from policy.domain.where import must_agree
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
    if instead_of is None or instead_of.period.starts_on != period.starts_on:
        today = local_day(work.now, period.time_zone)
        must_begin_within_a_year(period.starts_on, today, field="/offer/starts_on")
