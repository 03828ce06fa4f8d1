"""What is given back of a premium when cover ends early: by days, or by a short rate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from chassis.money import Money
from policy.domain.contract.bill import Surcharge, no_surcharge
from policy.domain.contract.picture import Stretch

Method = Literal["pro_rata", "short_rate"]


@dataclass(frozen=True, kw_only=True)
class Refund:
    """The arithmetic: earned is reckoned by days and rounded once, the rest is unearned."""

    method: Method
    days_left: int
    term_days: int
    earned: Money
    unearned: Money
    refunded: Money


def refund(
    stretches: Sequence[Stretch],
    *,
    ends_on: date,
    billed: Money,
    surcharge: Surcharge = no_surcharge,
    keeps: Decimal | None = None,
) -> Refund:
    """Net of taxes. `keeps` is the part of the pro-rata refund that a short rate gives back."""
    first, last = stretches[0].starts_on, stretches[-1].ends_on
    term_days = (last - first).days
    with localcontext(prec=50):
        used = sum(
            (
                one.agreed.premium.amount
                * max(0, (min(one.ends_on, ends_on) - one.starts_on).days)
                * (1 + surcharge(one.agreed.payment_mode))
                for one in stretches
            ),
            start=Decimal(0),
        )
        earned = _cents(used / term_days, billed.currency)
        unearned = max(billed - earned, Money.zero(billed.currency))
        given = unearned if keeps is None else _cents(unearned.amount * keeps, billed.currency)
    return Refund(
        method="pro_rata" if keeps is None else "short_rate",
        days_left=(last - ends_on).days,
        term_days=term_days,
        earned=earned,
        unearned=unearned,
        refunded=given,
    )


def _cents(exact: Decimal, currency: str) -> Money:
    return Money(exact.quantize(Decimal("0.01"), ROUND_HALF_UP), currency)
