"""From risk to price: pure, gross and charged premium. Text-book relations (grade C)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from chassis.errors import Rejected
from chassis.money import Money
from policy.domain.pricing.rounding import rounded


class NoSuchLoading(Rejected, code="no-such-loading"):
    """Shares of the gross premium leave something for losses."""


def pure(frequency: Decimal, severity: Money) -> Money:
    """What losses cost in a year: how often, times how much."""
    return rounded(frequency * severity.amount, severity.currency)


def gross(pure_premium: Money, *, fixed: Money, shares: Decimal) -> Money:
    """With a fixed expense, and expenses that are a share of the gross premium itself."""
    if not 0 <= shares < 1:
        raise NoSuchLoading(f"{shares} of the gross premium")
    return rounded((pure_premium + fixed).amount / (1 - shares), pure_premium.currency)


@dataclass(frozen=True, slots=True)
class Charge:
    """A price, and each line of its arithmetic: exact until `round`."""

    money: Money
    lines: tuple[tuple[Literal["factor", "cap", "round", "minimum"], Decimal], ...]


def clamped(factor: Decimal, least: Decimal | None, most: Decimal | None) -> Decimal:
    """The factor, between its floor and its cap."""
    if least is not None and factor < least:
        return least
    return most if most is not None and factor > most else factor


def loaded(pure_premium: Money, theta: Decimal) -> Money:
    """With a loading that is a share of the pure premium."""
    return rounded(pure_premium.amount * (1 + theta), pure_premium.currency)


def charged(
    base: Decimal,
    factors: Iterable[Decimal],
    *,
    currency: str,
    least: Decimal | None = None,
    most: Decimal | None = None,
    minimum: Money | None = None,
) -> Charge:
    """Base times all factors, kept within the clamp, rounded once, never under the minimum."""
    product = Decimal(1)
    for factor in factors:
        product *= factor
    kept = clamped(product, least, most)
    price = rounded(base * kept, currency)
    lines: list[tuple[Literal["factor", "cap", "round", "minimum"], Decimal]] = []
    lines.append(("factor", product))
    if kept != product:
        lines.append(("cap", kept))
    lines.append(("round", price.amount))
    if minimum is not None and price < minimum:
        price = minimum
        lines.append(("minimum", price.amount))
    return Charge(price, tuple(lines))
