"""What a term costs, told so that it adds up: each cover for its days, and what is on top of it.

Cents are given to the covers that lost most to rounding, so the rows come to the rounded sum of the
exact amounts, which is what was billed (P-08).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from chassis.money import Money
from policy.domain.contract.picture import Stretch
from policy.domain.money.line import PREMIUM, Line, premium_of
from policy.domain.offer import Levy

_CENT: Final = Decimal("0.01")
_NEAR: Final = Decimal("0.02")
"""A levy rounded once for each change may differ so much from one reckoned on all of its base."""


@dataclass(frozen=True, kw_only=True)
class TermCost:
    """The premium of each cover in each stretch, and what makes of their sum what was charged."""

    covers: tuple[tuple[Money, ...], ...]
    """Of each stretch, in the order of its covers; without a surcharge for instalments."""
    surcharge: Money
    """For paying in instalments."""
    since: Money
    """What else was charged by now; below zero what was taken back, such as by a cancellation."""
    levies: tuple[Line, ...]
    bases: Mapping[str, Money] = field(default_factory=dict)
    """What each levy is reckoned on, by days; only where rate and base make the amount."""

    @property
    def premium(self) -> Money:
        """All covers for their days."""
        return sum((one for part in self.covers for one in part), self.since - self.since)


def term_cost(
    stretches: Sequence[Stretch],
    charged: Sequence[Line],
    *,
    surcharge: Callable[[Stretch], Decimal],
    levies: Callable[[Stretch], Sequence[Levy]],
) -> TermCost:
    """Divide what was charged; `surcharge` and `levies` are those of a whole term on such terms."""
    currency = stretches[0].agreed.premium.currency
    exact = [[_by_days(one.premium, part, stretches) for one in part.agreed.covers]
             for part in stretches]  # fmt: skip
    cents = _whole_cents([one for part in exact for one in part])
    rows, nth = list[tuple[Money, ...]](), 0
    for part in exact:
        rows.append(tuple(Money(one, currency) for one in cents[nth : nth + len(part)]))
        nth += len(part)
    premium = sum(cents, Decimal(0))
    with localcontext(prec=50):
        on_top = [
            sum(part) * (1 + surcharge(one)) for part, one in zip(exact, stretches, strict=True)
        ]
        more = sum(on_top, Decimal(0)).quantize(_CENT, ROUND_HALF_UP) - premium
    rest = premium_of(charged, currency).amount - premium - more
    lines = tuple(one for one in charged if one.id != PREMIUM)
    return TermCost(
        covers=tuple(rows),
        surcharge=Money(more, currency),
        since=Money(rest, currency),
        levies=lines,
        bases=_bases(stretches, lines, levies, currency),
    )


def _by_days(whole: Money, part: Stretch, stretches: Sequence[Stretch]) -> Decimal:
    term = (stretches[-1].ends_on - stretches[0].starts_on).days
    with localcontext(prec=50):
        return whole.amount * (part.ends_on - part.starts_on).days / term


def _whole_cents(exact: Sequence[Decimal]) -> list[Decimal]:
    """They come to the rounded sum; the cents left over go where most was cut off."""
    cents = [one.quantize(_CENT, ROUND_FLOOR) for one in exact]
    whole = sum(exact, Decimal(0)).quantize(_CENT, ROUND_HALF_UP)
    left = int((whole - sum(cents)) / _CENT)
    by_loss = sorted(range(len(exact)), key=lambda nth: cents[nth] - exact[nth])
    for nth in by_loss[:left]:
        cents[nth] += _CENT
    return cents


def _bases(
    stretches: Sequence[Stretch],
    lines: Sequence[Line],
    levies: Callable[[Stretch], Sequence[Levy]],
    currency: str,
) -> dict[str, Money]:
    exact = dict[str, Decimal]()
    for part in stretches:
        for levy in levies(part):
            by_days = _by_days(levy.base, part, stretches)
            exact[levy.id] = exact.get(levy.id, Decimal(0)) + by_days
    return {
        one.id: Money(exact[one.id].quantize(_CENT, ROUND_HALF_UP), currency)
        for one in lines
        if one.rate and abs(exact.get(one.id, Decimal(0)) * one.rate - one.amount.amount) <= _NEAR
    }
