"""Contracts under several laws, for tests and documentation."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from chassis.money import Money
from contracts.insured import Address, Peril
from contracts.policy import Clause
from policy.domain.contract.one_cover import Wording
from policy.domain.offer import Offer, OfferedCover
from policy.domain.period import Period

VALENCIA: Final = Address(line="Calle del Mar 1", city="Valencia", country="ES")
A_YEAR_FROM_APRIL: Final = (date(2026, 4, 1), date(2027, 4, 1))


def a_wording(line: str = "home") -> Wording:
    """Clauses about the deductible and the limit, of a product of this line."""
    clauses = [
        Clause(id="HO-1", version="1.0", about="insuring"),
        Clause(id="HO-3", version="1.0", about="deductible"),
    ]
    return Wording(line=line, clauses=clauses)


def an_offer(
    jurisdiction: str = "ES",
    *,
    currency: str = "EUR",
    time_zone: str = "Europe/Madrid",
    **changes: Any,
) -> Offer:
    """A home against fire and theft; theft waits ten days. The premium is 360.00 a year."""

    def amount(value: str) -> Money:
        return Money(Decimal(value), currency)

    starts_on, ends_on = A_YEAR_FROM_APRIL
    fields: dict[str, Any] = {
        "product": "flood-home",
        "product_version": "1.0",
        "jurisdiction": jurisdiction,
        "currency": currency,
        "place": VALENCIA,
        "period": Period(starts_on=starts_on, ends_on=ends_on, time_zone=time_zone),
        "answers": {"alarm": True, "rooms": 4, "area": Decimal("92.5"), "built": date(1990, 1, 1)},
        "covers": (
            OfferedCover(
                id="fire",
                perils=(Peril.FIRE,),
                limit=amount("200000.00"),
                deductible=amount("500.00"),
                premium=amount("240.00"),
            ),
            OfferedCover(
                id="theft",
                perils=(Peril.THEFT,),
                limit=amount("40000.00"),
                deductible=amount("150.00"),
                waiting_days=10,
                premium=amount("120.00"),
            ),
        ),
        "instalment_surcharge": amount("0.00"),
    }
    return Offer(**{**fields, **changes})
