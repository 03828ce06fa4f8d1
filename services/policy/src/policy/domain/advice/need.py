"""What a family would need after a death (R-12), and whether anybody would need anything (R-11)."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final

from policy.domain.advice.figures import annuity, cents
from policy.domain.advice.situation import ZERO, Family, Means

_FACTOR: Final = Decimal("0.0001")


@dataclass(frozen=True, kw_only=True)
class Need:
    """The capital that replaces an income, and the part of it that is not there yet."""

    annuity_factor: Decimal
    capital: Decimal
    gap: Decimal
    sum_to_insure: Decimal
    """The gap, rounded up."""


def missing_of(family: Family) -> list[str]:
    """What has to be asked before the need is known."""
    asked = ["dependants", "shared_debts"]
    if family.dependants:
        asked += ["yearly_need", "years", "interest"]
    return [name for name in asked if getattr(family, name) is None]


def nobody_needs(family: Family, means: Means) -> bool:
    """Nobody lives on the income, no debt is shared, and the funeral is paid for."""
    alone = family.dependants == 0 and family.shared_debts == 0
    return alone and means.free is not None and family.funeral_cost <= means.free


def need(family: Family, means: Means, step: Decimal) -> Need | None:
    """Annuity of the yearly need, with debts and funeral, less what is there; None when unknown."""
    if missing_of(family) or means.free is None:
        return None
    factor, living = ZERO, ZERO
    if family.dependants and family.years and family.interest is not None:
        factor = annuity(family.interest, family.years)
        living = factor * (family.yearly_need or ZERO)
    capital = living + (family.shared_debts or ZERO) + family.funeral_cost
    gap = max(ZERO, cents(capital - means.free - family.existing_cover))
    return Need(
        annuity_factor=factor.quantize(_FACTOR),
        capital=cents(capital),
        gap=gap,
        sum_to_insure=(gap / step).to_integral_value(ROUND_CEILING) * step,
    )
