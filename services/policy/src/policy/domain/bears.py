"""What the customer bears of a loss besides a fixed amount: a share of it, or whole days."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from chassis.money import Money


@dataclass(frozen=True, kw_only=True)
class Bears:
    """How a cover's deductible is to be read; without any of this it is an amount of each loss."""

    deductible_days: int = 0
    """Whole days of a stop that are not paid."""
    deductible_share: Decimal = Decimal(0)
    """As a fraction: of the whole loss, `deductible` at least; with `deductible_most` of the rest
    above `deductible`."""
    deductible_most: Money | None = None
    """The most the customer bears, amount and share together."""
    deductible_per: Literal["event", "year"] = "event"
    """Whether it is borne of each loss, or once of all losses of a year."""

    @property
    def bears(self) -> tuple[int, Decimal, Money | None, str]:
        """All of it, to be compared."""
        return (
            self.deductible_days, self.deductible_share, self.deductible_most, self.deductible_per,
        )  # fmt: skip

    def bears_more_than(self, other: "Bears") -> bool:
        """Whether any of it is worse for the customer than the other's."""
        days, share, most, per = self.bears
        if days > other.deductible_days or share > other.deductible_share:
            return True
        if per == "event" and other.deductible_per == "year":
            return True
        was = other.deductible_most
        return was is not None and (share > 0) and (most is None or most > was)
