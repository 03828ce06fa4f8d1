"""What a term costs when its terms changed on the way: segments by days, rounded once.

Billed is always round(exact total) - already billed, so that many small changes add up to the cent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from chassis.money import Money
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.picture import Stretch
from policy.domain.offer import PaymentMode

Surcharge = Callable[[PaymentMode], Decimal]
"""What paying so often adds to the premium, as a fraction."""
Rate = Callable[[Agreed], Agreed]
"""The tariff of the contract's product version: the same terms with each cover's premium for the
whole term. It refuses terms the product does not have."""


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Days at one price: `days` of the term's `term_days`, of a premium for the whole term."""

    starts_on: date
    ends_on: date
    days: int
    term_days: int
    premium: Money
    exact: Decimal
    """premium x days / term_days, unrounded (to 10 places when shown)."""
    surcharge_rate: Decimal = Decimal(0)
    """What the way these days are paid adds, as a fraction."""


@dataclass(frozen=True, kw_only=True)
class Bill:
    """The arithmetic of a term, and what is still to be paid for it (below zero: given back)."""

    segments: tuple[Segment, ...]
    total: Money
    billed: Money

    @property
    def surcharge_rate(self) -> Decimal:
        """What paying in instalments adds by the end of the term, as a fraction."""
        return self.segments[-1].surcharge_rate

    @property
    def due(self) -> Money:
        """round(exact total) - already billed."""
        return self.total - self.billed


def rated(stretches: Sequence[Stretch], rate: Rate) -> list[Stretch]:
    """The same days with premiums; neighbours on equal terms become one."""
    found: list[Stretch] = []
    for stretch in stretches:
        priced = replace(stretch, agreed=rate(stretch.agreed))
        if found and found[-1].agreed == priced.agreed:
            found[-1] = replace(found[-1], ends_on=priced.ends_on)
        else:
            found.append(priced)
    return found


def no_surcharge(_: PaymentMode) -> Decimal:
    """Paying in instalments costs nothing."""
    return Decimal(0)


def bill(
    stretches: Sequence[Stretch], *, billed: Money, surcharge: Surcharge = no_surcharge
) -> Bill:
    """Add up the segments of a whole term, each with the surcharge of the way it is paid."""
    term_days = (stretches[-1].ends_on - stretches[0].starts_on).days
    segments = tuple(_segment(stretch, term_days, surcharge) for stretch in stretches)
    with localcontext(prec=50):
        weighted = sum(one.premium.amount * one.days * (1 + one.surcharge_rate) for one in segments)
        exact = Decimal(weighted) / term_days
        total = Money(exact.quantize(Decimal("0.01"), ROUND_HALF_UP), billed.currency)
    return Bill(segments=segments, total=total, billed=billed)


def _segment(stretch: Stretch, term_days: int, surcharge: Surcharge) -> Segment:
    days = (stretch.ends_on - stretch.starts_on).days
    premium = stretch.agreed.premium
    with localcontext(prec=50):
        exact = (premium.amount * days / term_days).quantize(Decimal("0.0000000001"))
    return Segment(
        starts_on=stretch.starts_on,
        ends_on=stretch.ends_on,
        days=days,
        term_days=term_days,
        premium=premium,
        exact=exact,
        surcharge_rate=surcharge(stretch.agreed.payment_mode),
    )
