"""What of a premium is kept and what is given back: one is computed, the other subtracted.

So they always add up. By days they are reckoned in `contract/refund.py`; by 30/360 and by whole
months here, for products whose wording says so: none is sold now.
"""

from dataclasses import dataclass
from datetime import date

from chassis.money import Money
from policy.domain.pricing.rounding import rounded


@dataclass(frozen=True, slots=True)
class Refund:
    """What is kept, and what is given back."""

    kept: Money
    refund: Money

    @classmethod
    def giving(cls, net: Money, refund: Money) -> "Refund":
        """Where what is given back was computed."""
        return cls(net - refund, refund)

    @classmethod
    def keeping(cls, net: Money, kept: Money) -> "Refund":
        """Where what is kept was computed."""
        return cls(kept, net - kept)


def days_360(start: date, end: date) -> int:
    """Days between by 30/360: a month has 30, and a 31st counts as the 30th."""
    first, last = min(start.day, 30), min(end.day, 30)
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + last - first


def thirty_360(net: Money, used: int) -> Refund:
    """By 30/360 for a year of which `used` days went by."""
    return Refund.giving(net, rounded(net.amount * (360 - used) / 360, net.currency))


def started_months(starts_on: date, on: date) -> int:
    """How many months of the term have begun before `on`."""
    whole = (on.year - starts_on.year) * 12 + on.month - starts_on.month
    return whole + (1 if on.day > starts_on.day else 0)


def whole_months(net: Money, starts_on: date, on: date, *, months: int = 12) -> Refund:
    """Months that have begun are kept."""
    kept = min(started_months(starts_on, on), months)
    return Refund.giving(net, rounded(net.amount * (months - kept) / months, net.currency))
