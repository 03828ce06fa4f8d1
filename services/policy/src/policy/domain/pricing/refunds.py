"""What of a premium is earned and what is given back when a contract ends early.

Days are actual days of `[start, end)`, and the denominator those of the term itself: 365 or 366.
One of the two amounts is computed and the other subtracted, so that they always add up.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from chassis.errors import Rejected
from chassis.money import Money
from policy.domain.pricing.rounding import rounded

NINETY: Final = Decimal("0.90")


class OutsideTerm(Rejected, code="outside-term"):
    """The day is not within the term."""


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


def _days(starts_on: date, ends_on: date, on: date) -> tuple[int, int]:
    if not starts_on <= on <= ends_on or starts_on == ends_on:
        raise OutsideTerm(f"{on} is not within {starts_on} to {ends_on}")
    return (ends_on - on).days, (ends_on - starts_on).days


def pro_rata(net: Money, starts_on: date, ends_on: date, on: date) -> Refund:
    """By actual days: the unearned part is given back."""
    left, term = _days(starts_on, ends_on, on)
    return Refund.giving(net, rounded(net.amount * left / term, net.currency))


def ninety_per_cent(net: Money, starts_on: date, ends_on: date, on: date) -> Refund:
    """The American "90 % pro rata" short rate (grade B). Forbidden against Germans (VVG 39, 42)."""
    left, term = _days(starts_on, ends_on, on)
    return Refund.giving(net, rounded(NINETY * net.amount * left / term, net.currency))


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
