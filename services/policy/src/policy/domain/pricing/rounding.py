"""Where exact amounts become money: half up, at the currency's smallest unit (ours, ISO 4217)."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final

from chassis.errors import Rejected
from chassis.money import Money

_CENT: Final = Decimal("0.01")
_WHOLE: Final = Decimal(1)
SMALLEST: Final[Mapping[str, Decimal]] = {
    **dict.fromkeys(("EUR", "USD", "GBP", "CNY", "INR", "AUD", "CHF"), _CENT),
    **dict.fromkeys(("JPY", "KRW", "CLP"), _WHOLE),
}


class CurrencyNotCharged(Rejected, code="currency-not-charged"):
    """We keep no prices in this currency."""


def smallest(currency: str) -> Decimal:
    """The smallest amount that is charged in it. Three decimals (KWD) are none of ours."""
    if currency not in SMALLEST:
        raise CurrencyNotCharged(f"we keep no prices in {currency}")
    return SMALLEST[currency]


def rounded(exact: Decimal, currency: str) -> Money:
    """This exact amount as it is charged."""
    return Money(exact.quantize(smallest(currency), ROUND_HALF_UP).quantize(_CENT), currency)


def allocated(total: Money, weights: Sequence[Decimal]) -> list[Money]:
    """`total` in parts by weight: each rounded down, what is left over to the first (ours)."""
    unit, whole = smallest(total.currency), sum(weights)
    parts = [
        (total.amount * weight / whole).quantize(unit, ROUND_FLOOR).quantize(_CENT)
        for weight in weights
    ]
    parts[0] += total.amount - sum(parts)
    return [Money(part, total.currency) for part in parts]
