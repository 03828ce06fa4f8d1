"""The taxes and surcharges of a term whose terms changed on the way: by days, rounded once each."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from chassis.money import Money
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.picture import Stretch
from policy.domain.money.line import PREMIUM, Line
from policy.domain.offer import Levy

_WITH_SURCHARGE: Final = 2
"""What is reckoned on the premium is less than twice it; a sum insured is far more."""
Levying = Callable[[Agreed], tuple[Levy, ...]]
"""The levies for the whole term, were these terms always so."""


def levied(
    stretches: Sequence[Stretch], levying: Levying, *, since: date | None = None
) -> dict[str, Line]:
    """Each levy of the days from `since` on (None: of the whole term), by its id."""
    term_days = (stretches[-1].ends_on - stretches[0].starts_on).days
    exact: dict[str, Decimal] = {}
    last: dict[str, tuple[Levy, Agreed]] = {}
    with localcontext(prec=50):
        for one in stretches:
            starts_on = one.starts_on if since is None else max(one.starts_on, since)
            days = max(0, (one.ends_on - starts_on).days)
            for levy in levying(one.agreed):
                part = levy.amount.amount * days / term_days
                exact[levy.id] = exact.get(levy.id, Decimal(0)) + part
                last[levy.id] = levy, one.agreed
        return {name: _line(*last[name], amount) for name, amount in exact.items()}


def difference(net: Money, before: Mapping[str, Line], after: Mapping[str, Line]) -> list[Line]:
    """What a change adds to each line, below zero what it takes off: the premium and the levies."""
    nothing = Money.zero(net.currency)
    lines = [Line(id=PREMIUM, amount=net)]
    for name in {**before, **after}:
        was = before[name].amount if name in before else nothing
        now = after[name].amount if name in after else nothing
        known = after.get(name) or before[name]
        lines.append(
            Line(
                id=name,
                amount=now - was,
                rate=known.rate,
                on_payment=known.on_payment,
                on_premium=known.on_premium,
            )
        )
    return [line for line in lines if line.amount]


def _line(levy: Levy, agreed: Agreed, exact: Decimal) -> Line:
    cents = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Line(
        id=levy.id,
        amount=Money(cents, levy.amount.currency),
        rate=levy.rate,
        on_payment=levy.on_payment,
        on_premium=levy.base.amount <= agreed.premium.amount * _WITH_SURCHARGE,
    )
