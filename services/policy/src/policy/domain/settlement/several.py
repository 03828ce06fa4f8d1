"""Several insurers of one thing: who bears how much. The customer gets the loss, never more."""

from collections.abc import Mapping
from decimal import Decimal

from chassis.errors import Rejected
from chassis.money import Money
from policy.domain.pricing.rounding import rounded


class Nobody(Rejected, code="nobody-liable"):
    """No insurer is liable for anything."""


def by_sums(loss: Money, sums: Mapping[str, Money]) -> dict[str, Money]:
    """In proportion to the sums insured (CN 56, ES 32)."""
    return _shared(loss, sums)


def by_liability(loss: Money, alone: Mapping[str, Money]) -> dict[str, Money]:
    """In proportion to what each would pay alone (DE 78(2)); all are joint debtors outside."""
    return _shared(loss, alone)


def _shared(loss: Money, weights: Mapping[str, Money]) -> dict[str, Money]:
    whole = sum((weight.amount for weight in weights.values()), Decimal())
    if not whole:
        raise Nobody("name insurers with a sum above zero")
    payable = min(loss, Money(whole, loss.currency))
    shares = {
        name: rounded(payable.amount * weight.amount / whole, loss.currency)
        for name, weight in weights.items()
    }
    missing = payable - sum(shares.values(), Money.zero(loss.currency))
    first = next(iter(shares))
    return {**shares, first: shares[first] + missing}
