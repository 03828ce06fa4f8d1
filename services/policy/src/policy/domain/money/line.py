"""A line of an invoice: the premium, or one tax or levy on top of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chassis.money import Money

PREMIUM: Final = "premium"
CLAIM: Final = "claim"
"""What we gave back and the bank then took from us: no premium, and nothing we owe to a state."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What is charged, and at which rate."""

    id: str
    """`premium`, the levy's id such as `ES-IPS`, or `claim`."""
    amount: Money
    rate: Decimal | None = None
    """As a fraction; None for the premium."""
    on_payment: bool = False
    """Whether the tax arises with the payment, at the rate of that day (Spain's IPS)."""
    on_premium: bool = False
    """Whether it is reckoned on the premium, and so goes back with it in proportion."""


def total(lines: Iterable[Line], currency: str) -> Money:
    """The sum of the lines."""
    return sum((line.amount for line in lines), Money.zero(currency))


def premium_of(lines: Iterable[Line], currency: str) -> Money:
    """The premium among them."""
    return total((line for line in lines if line.id == PREMIUM), currency)
