"""When a premium is paid, and how it is divided: whole cents, nothing lost, nothing charged twice.

Instalments fall due by calendar months counted from inception, so 31 January is followed by the
last day of February and then by 31 March. Each line is divided by itself: the floor for every
instalment, and the remainder to the first (ours, P-08).
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from chassis.money import Money
from policy.domain.money.line import PREMIUM, Line
from policy.domain.offer import Offer, PaymentMode

CENT: Final = Decimal("0.01")
MONTHS: Final = 12


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """A part of the premium: for which days, in which lines."""

    due_on: date
    covers_from: date
    covers_until: date
    lines: tuple[Line, ...]


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where there is none."""
    month = day.month - 1 + months
    year, month = day.year + month // MONTHS, month % MONTHS + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def due_days(starts_on: date, ends_on: date, mode: PaymentMode) -> list[date]:
    """The first day of each instalment's part of the period."""
    step = MONTHS // mode.instalments
    days = (months_after(starts_on, nth * step) for nth in range(mode.instalments))
    return [day for day in days if day < ends_on]


def divided(whole: Money, parts: int) -> list[Money]:
    """`whole` in so many parts: the floor each, and the remainder to the first."""
    each = (whole.amount / parts).quantize(CENT, ROUND_FLOOR)
    rest = whole.amount - each * (parts - 1)
    return [Money(part, whole.currency) for part in (rest, *[each] * (parts - 1))]


def spread(lines: Sequence[Line], days: Sequence[date]) -> list[tuple[date, tuple[Line, ...]]]:
    """The same lines in as many parts as there are days."""
    shares = [divided(line.amount, len(days)) for line in lines]
    return [
        (
            day,
            tuple(
                replace(line, amount=share[nth])
                for line, share in zip(lines, shares, strict=True)
                if share[nth]
            ),
        )
        for nth, day in enumerate(days)
    ]


def instalments(offer: Offer) -> list[Instalment]:
    """The plan an offer is paid by: premium with its surcharge, and every levy, divided."""
    period = offer.period
    days = due_days(period.starts_on, period.ends_on, offer.payment_mode)
    nets = divided(offer.net, len(days))
    shares = [divided(levy.amount, len(days)) for levy in offer.levies]
    ends = [*days[1:], period.ends_on]
    return [
        Instalment(
            due_on=day,
            covers_from=day,
            covers_until=ends[nth],
            lines=(
                Line(id=PREMIUM, amount=nets[nth]),
                *(
                    Line(
                        id=levy.id,
                        amount=share[nth],
                        rate=levy.rate,
                        on_payment=levy.on_payment,
                        on_premium=levy.base == offer.net,
                    )
                    for levy, share in zip(offer.levies, shares, strict=True)
                ),
            ),
        )
        for nth, day in enumerate(days)
    ]
