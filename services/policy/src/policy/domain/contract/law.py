"""Whose law a contract is under, as `statutes` spells it."""

from typing import Final

from contracts.insured import Address
from statutes import law

SPELT_OTHERWISE: Final = {"GB": "UK"}


def jurisdiction_of(place: Address) -> str:
    """The law of the insured place: the state's where we know it, else the country's."""
    country = SPELT_OTHERWISE.get(place.country, place.country)
    state = f"{country}-{(place.region or '').upper()}"
    return state if state in law().packs else country
