"""A loss through the terms of a cover, in the order that our products print."""

from dataclasses import dataclass
from decimal import Decimal

from chassis.money import Money
from policy.domain.settlement.deductibles import absolute
from policy.domain.settlement.sums import average


@dataclass(frozen=True, kw_only=True, slots=True)
class SettledTerms:
    """What a cover says of a loss; the tolerance is the least share of the value that is whole."""

    sum_insured: Money
    deductible: Money
    tolerance: Decimal = Decimal(1)
    limit: Money | None = None
    left_of_year: Money | None = None


def settled(loss: Money, terms: SettledTerms, *, value: Money) -> Money:
    """Average, then the deductible, then the limits."""
    paid = average(loss, sum_insured=terms.sum_insured, value=value, tolerance=terms.tolerance)
    paid = absolute(paid, terms.deductible)
    for most in (terms.limit, terms.left_of_year):
        if most is not None:
            paid = min(paid, most)
    return paid
