"""A home to be sold, the people who sell and decide, and a rulebook, for tests and docs."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from chassis.ids import new_id
from contracts.insured import Language, Peril
from policy.domain.application import Application
from policy.domain.offer import Answer, Offer, OfferedCover
from policy.domain.sale import negotiate
from policy.domain.underwriting.authority import Authority, Level
from policy.examples.insured import A_YEAR, HARBOUR_STREET, MARIA, NOW, usd

APPLICATION: Final = UUID("0192d3a0-0000-7000-8000-0000000000a9")
STANDARD_HOME: Final[Mapping[str, Answer]] = {
    "building_sum": 300_000,
    "contents_sum": 50_000,
    "flood_return_years": 200,
    "flood_claims_10y": 0,
    "days_unoccupied": 20,
    "wiring_years": 12,
    "timber_or_thatch_percent": 0,
    "claims_5y": 0,
    "business_use": False,
    "largest_item": 3000,
    "works_value": 0,
}
"""Everything the rules for a home hang on, by the names of the facts."""


PERILS: Final = (
    Peril.TIDAL_WATER, Peril.RIVER_OVERFLOW, Peril.ALLUVIAL_FAN, Peril.RAINFALL,
    Peril.FLOOD_EROSION, Peril.OTHER_FLOOD,
)  # fmt: skip
YEAR_PER_THOUSAND: Final = Decimal("4.20") * Decimal("0.97")
"""What the flood product asks for a year with the first thousand dollars the customer's."""


def an_offer(answers: Mapping[str, Answer] | None = None, *, limit: int = 250_000) -> Offer:
    """A home on Harbour Street against flood, for a year from 1 April."""
    return Offer(
        product="flood-home",
        product_version="1.0",
        jurisdiction="US-TX",
        currency="USD",
        place=HARBOUR_STREET,
        period=A_YEAR,
        answers={**STANDARD_HOME, **(answers or {})},
        covers=(
            OfferedCover(
                id="flood",
                perils=PERILS,
                limit=usd(limit),
                deductible=usd(1000),
                premium=usd(limit * YEAR_PER_THOUSAND / 1000),
            ),
        ),
        instalment_surcharge=usd(0),
    )


def an_application(
    offer: Offer | None = None, *, customer_id: UUID = MARIA, line: str = "home"
) -> Application:
    """María's, with Ana's offer on the table."""
    made = offer or an_offer()
    return negotiate.open_application(
        made,
        application_id=APPLICATION,
        number="A-2026-000007",
        customer_id=customer_id,
        language=Language.SPANISH,
        line=line,
        own=made,
        seller="ana",
        at=NOW,
    )


def an_authority(holder: str = "vera", level: int = 1, **changes: Any) -> Authority:
    """Vera may decide, this year."""
    fields: dict[str, Any] = {
        "id": new_id(),
        "holder": holder,
        "level": Level(level),
        "from_on": date(2026, 1, 1),
        "to_on": date(2027, 1, 1),
        "granted_by": "ops",
        "related": [],
    }
    return Authority(**{**fields, **changes})


def an_offer_as_sent(answers: Mapping[str, Any] | None = None, limit: str = "250000.00") -> Any:
    """The same as an agent's screen sends it."""
    price = usd(Decimal(limit) * YEAR_PER_THOUSAND / 1000).amount
    return {
        "product": "flood-home",
        "product_version": "1.0",
        "jurisdiction": "US-TX",
        "currency": "USD",
        "place": HARBOUR_STREET.model_dump(),
        "time_zone": "America/Chicago",
        "starts_on": "2026-04-01",
        "ends_on": "2027-04-01",
        "answers": {**STANDARD_HOME, **(answers or {})},
        "covers": [
            {
                "id": "flood",
                "perils": list(PERILS),
                "limit": {"amount": limit, "currency": "USD"},
                "deductible": {"amount": "1000.00", "currency": "USD"},
                "premium": {"amount": str(price), "currency": "USD"},
            }
        ],
    }
