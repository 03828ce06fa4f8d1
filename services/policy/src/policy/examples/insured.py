"""María, her bakery's rival and the flood product, for tests, documentation and sample data."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from chassis.money import Money
from contracts.insured import Address, Language, Peril
from contracts.policy import CoverInForce
from policy.domain.contract.one_cover import Terms
from policy.domain.customer import Customer, Kind, Particulars
from policy.domain.period import Period
from policy.domain.policy import Policy
from policy.domain.product import Clause, Product

MARIA: Final = UUID("0192d3a0-0000-7000-8000-000000000001")
WEI: Final = UUID("0192d3a0-0000-7000-8000-000000000002")
POLICY: Final = UUID("0192d3a0-0000-7000-8000-0000000000a1")
NOW: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

HARBOUR_STREET: Final = Address(
    line="1 Harbour Street", city="Galveston", region="TX", postal_code="77550", country="US"
)
MARIAS_PARTICULARS: Final = Particulars(
    kind=Kind.PERSON,
    name="María Santos",
    email="maria@insured.example",
    phone="+1 409 555 0100",
    language=Language.SPANISH,
    time_zone="America/Chicago",
    born_on=date(1984, 2, 29),
    address=HARBOUR_STREET,
)
A_YEAR: Final = Period(
    starts_on=date(2026, 4, 1), ends_on=date(2027, 4, 1), time_zone="America/Chicago"
)

A_WISH: Final = {"channel": "phone", "received_on": "2026-03-02", "reference": "call 4711"}
"""How an agent says that María asked for the end of her contract, on the day it was made."""


def usd(amount: str | int | Decimal) -> Money:
    """An amount in dollars."""
    return Money(Decimal(amount).quantize(Decimal("0.01")), "USD")


def a_product(**changes: Any) -> Product:
    """A small flood product: 1000 to 250,000 dollars, two deductibles, 5 dollars per thousand."""
    product = Product(
        id="flood-home",
        version="1.0",
        names=dict.fromkeys(Language, "Flood"),
        currency="USD",
        perils=(Peril.TIDAL_WATER, Peril.RAINFALL),
        least_sum_insured=usd(1000),
        most_sum_insured=usd(250_000),
        rate_per_thousand=Decimal(5),
        minimum_premium=usd(50),
        deductible_factors={usd(500): Decimal(1), usd(1000): Decimal("0.9")},
        clauses=(
            Clause(id="FL-3", version="1.0", about="deductible", text=dict.fromkeys(Language, "…")),
        ),
        over_the_counter="it asks nothing",
    )
    return replace(product, **changes)


def some_terms(**changes: Any) -> Terms:
    """A hundred thousand dollars for a year on Harbour Street, the first thousand hers."""
    terms = Terms(
        insured_place=HARBOUR_STREET,
        sum_insured=usd(100_000),
        deductible=usd(1000),
        period=A_YEAR,
    )
    return replace(terms, **changes)


def a_customer(customer_id: UUID = MARIA, **changes: Any) -> Customer:
    """María Santos of Galveston, who reads Spanish."""
    particulars = replace(MARIAS_PARTICULARS, **changes)
    customer, _ = Customer.register(customer_id, particulars, at=NOW)
    return customer


def a_policy(
    policy_id: UUID = POLICY,
    number: str = "P-2026-000041",
    *,
    customer_id: UUID = MARIA,
    period: Period = A_YEAR,
) -> Policy:
    """María's policy: a year from 1 April 2026."""
    policy, _ = Policy.issue(
        policy_id,
        number,
        customer_id=customer_id,
        product=a_product(),
        terms=some_terms(period=period),
        back_dating=True,
        by="ana",
        at=NOW,
    )
    return policy


def a_flood_cover(ends_at: datetime = A_YEAR.ends_at) -> CoverInForce:
    """What is said of the one cover of María's policy."""
    terms = some_terms()
    return CoverInForce(
        cover="flood",
        perils=list(a_product().perils),
        limit=terms.sum_insured,
        deductible=terms.deductible,
        starts_at=A_YEAR.starts_at,
        ends_at=ends_at,
        answers_from=A_YEAR.starts_at,
    )


def a_file(**changes: Any) -> dict[str, Any]:
    """What an agent's screen sends to open María's file."""
    file: dict[str, Any] = {
        "kind": "person",
        "name": "María Santos",
        "email": "maria@insured.example",
        "phone": "+1 409 555 0100",
        "language": "es",
        "time_zone": "America/Chicago",
        "born_on": "1984-02-29",
        "address": HARBOUR_STREET.model_dump(),
    }
    return {**file, **changes}


def an_agreement(**changes: Any) -> dict[str, Any]:
    """What an agent's screen sends to insure María's house from 1 April."""
    agreement: dict[str, Any] = {
        "customer_id": str(MARIA),
        "product": "flood-home",
        "sum_insured": {"amount": "100000.00", "currency": "USD"},
        "deductible": {"amount": "1000.00", "currency": "USD"},
        "starts_on": "2026-04-01",
        "ends_on": "2027-04-01",
    }
    return {**agreement, **changes}
