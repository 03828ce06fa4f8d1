"""Sums insured against values: under, over, first loss, agreed values, wrong declarations."""

from decimal import Decimal

from chassis.errors import Rejected
from chassis.money import Money
from policy.domain.pricing.rounding import rounded

_WHOLE = Decimal(1)


class NoValue(Rejected, code="no-value"):
    """A proportion needs a value above zero."""


def _share(part: Money, whole: Money) -> Decimal:
    if whole.amount <= 0:
        raise NoValue(f"{whole} is no value")
    return part.amount / whole.amount


def average(loss: Money, *, sum_insured: Money, value: Money, tolerance: Decimal = _WHOLE) -> Money:
    """The proportional rule (LCS 30, CN 55(4)): never more than the sum insured.

    A sum of at least `tolerance` of the value is taken as whole.
    """
    share = _share(sum_insured, value)
    exact = loss.amount * (_WHOLE if share >= tolerance else share)
    return min(rounded(exact, loss.currency), sum_insured)


def first_loss(
    loss: Money, *, sum_insured: Money, declared: Money | None = None, value: Money | None = None
) -> Money:
    """Up to the sum without average; with a declared total, in proportion to the real one."""
    share = _WHOLE
    if declared is not None and value is not None:
        share = min(_WHOLE, _share(declared, value))
    return min(rounded(loss.amount * share, loss.currency), sum_insured)


def agreed(value: Money, *, damage: Decimal = _WHOLE) -> Money:
    """An agreed value counts, whatever the market says; `damage` as a fraction of the thing.

    Spain: unless fraud or an error notably above (28); Germany: unless considerably above (76).
    """
    return rounded(value.amount * damage, value.currency)


def over_insured(premium: Money, *, sum_insured: Money, value: Money) -> Money:
    """The premium of the part of the sum that is void, given back (CN 55(3), ES 31, DE 74)."""
    excess = max(sum_insured - value, Money.zero(premium.currency))
    return rounded(premium.amount * _share(excess, sum_insured), premium.currency)


def as_premiums(amount: Money, *, charged: Money, due: Money) -> Money:
    """In proportion to the premium charged (LCS 10(3), 90; CN 32); never more than the amount."""
    return rounded(amount.amount * min(_WHOLE, _share(charged, due)), amount.currency)
