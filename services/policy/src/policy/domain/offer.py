"""An offer: what would be insured, for how much and at what price, down to each cover and levy.

A quote makes it, an application carries it, a contract is issued from it, and an account is opened
for it. It never changes; other terms are another offer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from chassis.money import Money
from contracts.insured import Address, Peril
from policy.domain.bears import Bears
from policy.domain.period import Period

Answer = str | bool | int | Decimal | date | None
"""What was answered to a question of the product; an amount is a Decimal in its currency."""


class PaymentMode(StrEnum):
    """How often the premium is paid."""

    YEARLY = "yearly"
    HALF_YEARLY = "half_yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"

    @property
    def instalments(self) -> int:
        """How many instalments a year has."""
        return {"yearly": 1, "half_yearly": 2, "quarterly": 4, "monthly": 12}[self.value]


@dataclass(frozen=True, kw_only=True)
class OfferedCover(Bears):
    """One cover of the product, as it would be in force."""

    id: str
    """The cover's id in the product, such as `flood`."""
    perils: tuple[Peril, ...]
    limit: Money
    """The most that is paid for one event."""
    deductible: Money
    waiting_days: int = 0
    """Whole days from the start in which this cover does not answer yet."""
    premium: Money
    """Net of taxes, for the whole period."""


@dataclass(frozen=True, kw_only=True)
class Levy:
    """A tax or surcharge that the customer pays on top of the premium."""

    id: str
    """Such as `ES-IPS`."""
    base: Money
    rate: Decimal
    """As a fraction: 0.08 is eight per cent."""
    amount: Money
    on_payment: bool = False
    """Whether it arises with each instalment, at the rate of that day (Spain's IPS)."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Terms with their price."""

    product: str
    product_version: str
    jurisdiction: str
    """Whose law the contract is under, as `statutes` spells it: ES, UK, DE, CN, US-NY …"""
    currency: str
    place: Address
    period: Period
    answers: Mapping[str, Answer]
    covers: tuple[OfferedCover, ...]
    levies: tuple[Levy, ...] = ()
    payment_mode: PaymentMode = PaymentMode.YEARLY
    instalment_surcharge: Money
    """What paying in instalments costs, within the net premium's currency; zero for yearly."""
    conditions: tuple[str, ...] = field(default=())
    """What underwriting agreed besides, in the customer's words."""

    @property
    def net(self) -> Money:
        """The premium of all covers with the surcharge for instalments, without levies."""
        return sum((cover.premium for cover in self.covers), self.instalment_surcharge)

    @property
    def total(self) -> Money:
        """What the customer pays for the whole period."""
        return sum((levy.amount for levy in self.levies), self.net)
