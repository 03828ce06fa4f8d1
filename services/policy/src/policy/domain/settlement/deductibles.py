"""What the customer bears of a loss, in each of the customary kinds."""

from collections.abc import Sequence
from decimal import Decimal

from chassis.money import Money
from policy.domain.pricing.rounding import rounded


def absolute(loss: Money, deductible: Money) -> Money:
    """Always taken off."""
    return max(loss - deductible, Money.zero(loss.currency))


def franchise(loss: Money, threshold: Money) -> Money:
    """Nothing below, all of it once the loss reaches the threshold."""
    return loss if loss >= threshold else Money.zero(loss.currency)


def percentage(loss: Money, share: Decimal, *, least: Money, most: Money) -> Money:
    """A share of the loss, within bounds."""
    borne = min(max(rounded(loss.amount * share, loss.currency), least), most)
    return absolute(loss, borne)


def days(per_day: Money, length: int, *, waiting: int) -> Money:
    """The days after the waiting ones."""
    return rounded(per_day.amount * max(0, length - waiting), per_day.currency)


def yearly(losses: Sequence[Money], deductible: Money) -> list[Money]:
    """Of the losses of a year, in their order: the customer bears the first so much of all."""
    left, paid = deductible, list[Money]()
    for loss in losses:
        borne = min(loss, left)
        left -= borne
        paid.append(loss - borne)
    return paid


def co_payment(bill: Money, *, deductible: Money, share: Decimal, most: Money) -> Money:
    """What the customer bears: deductible, then a share of the rest, at most `most` in all."""
    first = min(bill, deductible)
    rest = bill - first
    return min(first + rounded(rest.amount * share, bill.currency), most)
