"""The walk from last year's price to this year's: one change after another, in the tariff's order.

Each level is rounded for the reader and the last step absorbs the rounding, so that the changes
always add up to the whole. The order matters; `shares` splits the change without one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chassis.errors import Rejected
from chassis.money import Money
from policy.domain.pricing.rounding import rounded


class NoWalk(Rejected, code="no-walk"):
    """A walk has a step for every reason, and factors above zero."""


@dataclass(frozen=True, slots=True)
class Walked:
    """One step: why, by which factor, by how much, and where that leads."""

    reason: str
    factor: Decimal
    change: Money
    level: Money


def walk(
    last_year: Money, this_year: Money, factors: Sequence[tuple[str, Decimal]]
) -> tuple[Walked, ...]:
    """Every reason with its share of the change; the last one ends at `this_year`."""
    if not factors or any(factor <= 0 for _, factor in factors):
        raise NoWalk("name at least one reason, each with a factor above zero")
    exact, level, steps = last_year.amount, last_year, []
    for number, (reason, factor) in enumerate(factors, start=1):
        exact *= factor
        last = number == len(factors)
        reached = this_year if last else rounded(exact, last_year.currency)
        steps.append(Walked(reason, factor, reached - level, reached))
        level = reached
    return tuple(steps)


def shares(
    last_year: Money, this_year: Money, factors: Sequence[tuple[str, Decimal]]
) -> dict[str, Money]:
    """The change by the logarithm of each factor: the same whatever their order."""
    change = this_year - last_year
    whole = sum((factor.ln() for _, factor in factors), Decimal(0))
    if not whole:
        raise NoWalk("the factors change nothing together")
    parts = {
        reason: rounded(change.amount * factor.ln() / whole, change.currency)
        for reason, factor in factors
    }
    last = factors[-1][0]
    others = sum((parts[name] for name in parts if name != last), Money.zero(change.currency))
    return {**parts, last: change - others}
