"""Short-rate and short-period tables: what is kept when a customer ends a contract early.

They are data, each with its source. Where the published table was not seen there is a gap, and a
gap is said, not guessed.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from chassis.errors import Rejected
from chassis.money import Money
from policy.domain.pricing.refunds import Refund
from policy.domain.pricing.rounding import rounded
from policy.domain.products.words import Strict


class NotInTable(Rejected, code="not-in-table"):
    """The published table says nothing for this time, and we do not guess."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row(Strict):
    """From and to (inclusive), and the per cent that is kept."""

    first: int
    last: int
    per_cent: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class ShortRates(Strict):
    """One published table."""

    id: str
    unit: Literal["days", "months"]
    source: str
    grade: Literal["A", "B", "C"]
    rows: tuple[Row, ...]

    def kept(self, in_force: int) -> Decimal:
        """The per cent kept after so many days, or begun months, in force."""
        for row in self.rows:
            if row.first <= in_force <= row.last:
                return row.per_cent
        raise NotInTable(f"{self.id} has no value for {in_force} {self.unit}")

    def refund(self, net: Money, in_force: int) -> Refund:
        """What is kept and given back of a year's premium."""
        share = self.kept(in_force) / 100
        return Refund.keeping(net, rounded(net.amount * share, net.currency))
