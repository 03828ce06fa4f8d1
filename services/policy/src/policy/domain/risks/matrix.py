"""Severity and frequency in five classes each, and what a cell of the matrix suggests (facts 5.1).

The classes, their bounds and the cells are ours. The matrix is for display; the decision order of
`policy.domain.advice.decide` decides.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

_SEVERITY: Final = (Decimal("0.01"), Decimal("0.05"), Decimal("0.20"), Decimal(1))
_FREQUENCY: Final = (Decimal(1) / 100, Decimal(1) / 20, Decimal(1) / 5)
RARE_AT_MOST: Final = 2
"""The highest class that is still a small loss, or a rare one."""
OFTEN: Final = 4
SEVERE: Final = 3


class Cell(StrEnum):
    """What a place in the matrix suggests."""

    KEEP = "keep"
    PREVENT = "prevent"
    """Prevent, and keep what is left."""
    TRANSFER = "transfer"
    AVOID_OR_REDUCE = "avoid_or_reduce"
    """Avoid or reduce first, then transfer what is left."""


def severity_class(loss: Decimal, reference: Decimal) -> int:
    """The class of a loss as a share of a year's income (household) or of equity (business)."""
    if loss >= reference:
        return 5
    return _class(loss / reference, _SEVERITY)


def frequency_class(per_year: Decimal) -> int:
    """The class of how often it happens; up to once a year is 4, more often is 5."""
    return 5 if per_year > 1 else _class(per_year, _FREQUENCY)


def _class(value: Decimal, bounds: Sequence[Decimal]) -> int:
    return 1 + sum(value >= bound for bound in bounds)


def cell(severity: int, frequency: int) -> Cell:
    """What this severity and this frequency suggest."""
    if severity <= RARE_AT_MOST:
        return Cell.KEEP if frequency <= RARE_AT_MOST else Cell.PREVENT
    return Cell.TRANSFER if frequency <= RARE_AT_MOST else Cell.AVOID_OR_REDUCE
