"""Paying in instalments: what it adds, what each one is, when it is due, what it costs a year."""

from calendar import monthrange
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from chassis.money import Money
from policy.domain.offer import PaymentMode
from policy.domain.pricing.rounding import rounded, smallest

_CENT: Final = Decimal("0.01")
_ENOUGH: Final = Decimal("1e-15")


def surcharge(net: Money, rate: Decimal) -> Money:
    """What paying in instalments adds to the premium, rounded once."""
    return rounded(net.amount * rate, net.currency)


def split(total: Money, count: int) -> list[Money]:
    """The instalments of a total: equal, and the cents that do not divide with the first."""
    unit = smallest(total.currency)
    part = Money((total.amount / count).quantize(unit, ROUND_FLOOR).quantize(_CENT), total.currency)
    first = Money(total.amount - part.amount * (count - 1), total.currency)
    return [first, *[part] * (count - 1)]


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_days(starts_on: date, mode: PaymentMode) -> list[date]:
    """When each instalment of a year is due: the first as cover starts, always in advance."""
    step = 12 // mode.instalments
    return [months_after(starts_on, step * number) for number in range(mode.instalments)]


def yearly_cost(now: Money, instalments: list[Money]) -> Decimal:
    """The effective yearly rate of paying in these equal spaces of a year instead of at once.

    The periodic rate i solves the sum of instalment k / (1 + i)^k = now; the answer is
    (1 + i)^n - 1, as a fraction. Nothing is owed for paying no more than at once.
    """
    payments = [one.amount for one in instalments]
    if sum(payments) <= now.amount:
        return Decimal(0)
    rate = Decimal("0.01")
    for _ in range(60):  # Newton; it takes about five
        discount = 1 / (1 + rate)
        value = -now.amount + sum(p * discount**k for k, p in enumerate(payments))
        slope = -sum(k * p * discount ** (k + 1) for k, p in enumerate(payments))
        step = value / slope
        rate -= step
        if abs(step) < _ENOUGH:
            break
    return (1 + rate) ** len(payments) - 1
