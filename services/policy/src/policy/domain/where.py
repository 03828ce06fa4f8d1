"""Law, place and clock of a risk agree: the law is that of the place, the clock one kept there."""

from typing import Final

from chassis.errors import Rejected
from contracts.insured import Address
from policy.domain.contract.law import SPELT_OTHERWISE

_STATE_LETTERS: Final = 2


class PlaceElsewhere(Rejected, code="place-elsewhere"):
    """The place is not where this law holds."""


class ClockElsewhere(Rejected, code="clock-elsewhere"):
    """The time zone is none of the place's country: days of cover are days of the place."""


def must_agree(
    jurisdiction: str, place: Address, time_zone: str, zones: frozenset[str], *, under: str = ""
) -> None:
    """Refuse a place outside the jurisdiction, and a clock that is not among its `zones`.

    `under` is where place and time zone stand in what was sent. A state is compared where the
    place names one by its two letters; written out, or left open, it says nothing against it.
    """
    must_be_there(jurisdiction, place, under=f"{under}/place")
    if time_zone not in zones:
        raise ClockElsewhere(
            f"{time_zone} is no time zone of {place.country}", field=f"{under}/time_zone"
        )


def must_be_there(jurisdiction: str, place: Address, *, under: str) -> None:
    """Refuse a place outside the jurisdiction; `under` is where it stands in what was sent."""
    country, _, state = jurisdiction.partition("-")
    if country != SPELT_OTHERWISE.get(place.country, place.country):
        raise PlaceElsewhere(f"{place.country} is not in {jurisdiction}", field=f"{under}/country")
    region = (place.region or "").strip().upper()
    if state and len(region) == _STATE_LETTERS and region != state:
        raise PlaceElsewhere(f"{region} is not in {jurisdiction}", field=f"{under}/region")


def key_of(place: Address) -> str:
    """An address in the form in which two ways of writing it are most often the same."""
    parts = (place.country, place.postal_code or place.city, place.line)
    return "|".join("".join(part.casefold().split()) for part in parts)
