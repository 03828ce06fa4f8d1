"""Which deductible: the cheapest that can be borne (Arrow: full cover above a deductible)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from policy.domain.advice.figures import cents, retained
from policy.domain.advice.situation import Loss, Option


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A deductible, and what a year with it costs on average."""

    deductible: Decimal
    premium: Decimal
    retained: Decimal
    """What is expected to stay with the customer."""
    total: Decimal
    affordable: bool
    """Whether the deductible is within the free capacity."""


def choices(options: Sequence[Option], losses: Sequence[Loss], free: Decimal) -> list[Choice]:
    """What can be had, smallest deductible first."""
    found = []
    for option in sorted(options, key=lambda option: option.deductible):
        kept = cents(retained(losses, option.deductible))
        found.append(
            Choice(
                deductible=option.deductible,
                premium=option.premium,
                retained=kept,
                total=option.premium + kept,
                affordable=option.deductible <= free,
            )
        )
    return found


def best(offered: Sequence[Choice]) -> Choice | None:
    """The cheapest in all that can be borne; of two alike, the smaller deductible."""
    affordable = [choice for choice in offered if choice.affordable]
    return min(affordable, key=lambda choice: (choice.total, choice.deductible), default=None)
