"""Who may decide up to where: levels, their limits, and what must be counted together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum
from typing import Final
from uuid import UUID

from chassis.errors import Forbidden
from chassis.money import Money
from policy.domain.offer import Offer


class Level(IntEnum):
    """How far somebody may decide."""

    ENGINE = 0
    UNDERWRITER = 1
    SENIOR = 2
    COMMITTEE = 3


class BeyondAuthority(Forbidden, code="beyond-authority"):
    """This is decided by somebody with more authority."""


class FourEyes(Forbidden, code="four-eyes"):
    """Who sold or proposed it does not decide on it."""


@dataclass(frozen=True, kw_only=True)
class Counting:
    """How the limits of a line's covers are counted together."""

    by_law: frozenset[str] = frozenset()
    """Covers whose limit is the law's: nobody decides on it."""
    shared: tuple[frozenset[str], ...] = ()
    """Covers that share one limit; the largest of them counts."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Up to which sum and change of price each level decides; the committee decides above.

    Sums are in euros by a fixed yardstick (`euros`), so that one limit holds for every currency.
    """

    window_days: int
    sums: Mapping[str, Sequence[Decimal]]
    """By kind of risk: `life` or `property`."""
    premium_change_percent: Sequence[Decimal]
    euros: Mapping[str, Decimal]
    counting: Mapping[str, Counting] = field(default_factory=dict)
    """By line; what is not named is counted whole."""

    def count(self, line: str, offer: Offer, *, customer: Decimal, address: Decimal) -> "Counted":
        """What this offer comes to beside what is accepted of the customer and at the address."""
        return Counted(
            offer=exposure(offer, self.counting.get(line, Counting())),
            yardstick=self.euros.get(offer.currency),
            customer=customer,
            address=address,
        )

    def exposed(self, line: str, offer: Offer) -> Decimal:
        """The most one event of this offer may cost, in euros."""
        return self.in_euros(exposure(offer, self.counting.get(line, Counting())))

    def needed(self, *, line: str, total: Decimal, change_percent: Decimal) -> Level:
        """The lowest level that may accept this total exposure at this change of price."""
        return max(
            _level_of(total, self._sums(line)),
            _level_of(abs(change_percent), self.premium_change_percent),
        )

    def alone(self, line: str) -> Decimal:
        """Up to which sum the machine decides, in euros."""
        return self._sums(line)[Level.ENGINE]

    def in_euros(self, money: Money) -> Decimal:
        """What an amount counts for; a currency we have no yardstick for is for the committee."""
        yardstick = self.euros.get(money.currency)
        return UNKNOWN if yardstick is None else money.amount * yardstick

    def _sums(self, line: str) -> Sequence[Decimal]:
        return self.sums["life" if line == "life" else "property"]


UNKNOWN: Final = Decimal(999999999999)


def in_euros(sum_of: Decimal) -> Money:
    """A sum by the yardstick, as it is shown: to the cent."""
    return Money(min(sum_of, UNKNOWN).quantize(Decimal("0.01"), ROUND_HALF_UP), "EUR")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The sum that says who may decide, in euros by the yardstick, and what it is made of."""

    offer: Money
    """The most one event of what is decided on may cost, in its own currency."""
    yardstick: Decimal | None
    """How many euros one unit of that currency counts for; None where nobody has said."""
    customer: Decimal
    """What was accepted of the same customer within the window, in euros."""
    address: Decimal
    """What is accepted at the same address and lasts, in euros."""

    @property
    def in_euros(self) -> Decimal:
        """What the offer counts for."""
        return UNKNOWN if self.yardstick is None else self.offer.amount * self.yardstick

    @property
    def total(self) -> Decimal:
        """With the larger of what counts beside it."""
        return self.in_euros + max(self.customer, self.address)


def exposure(offer: Offer, counting: Counting) -> Money:
    """The most one event may cost: for each peril the limits of the covers that answer it."""
    none = Money.zero(offer.currency)
    by_peril: dict[str, dict[int | str, Money]] = {}
    for cover in offer.covers:
        if cover.id in counting.by_law:
            continue
        group = next((n for n, ids in enumerate(counting.shared) if cover.id in ids), cover.id)
        for peril in cover.perils:
            limits = by_peril.setdefault(peril, {})
            limits[group] = max(limits.get(group, none), cover.limit)
    totals = [sum(limits.values(), none) for limits in by_peril.values()]
    return max(totals, default=none)


@dataclass(eq=False, kw_only=True)
class Authority:
    """What somebody may decide, from one day to the day before another."""

    id: UUID
    holder: str
    """The subject of their token."""
    level: Level
    from_on: date
    to_on: date
    granted_by: str
    related: list[UUID]
    """Customers they are related to, themselves included: decided one level up."""

    def is_good(self, on: date) -> bool:
        """Whether it holds on that day."""
        return self.from_on <= on < self.to_on


@dataclass(frozen=True, kw_only=True)
class Decider:
    """Somebody about to decide, with the authority they hold at this moment."""

    subject: str
    level: Level
    is_related: bool = False

    @property
    def counts_as(self) -> Level:
        """Own and family business is decided one level up."""
        return Level(max(0, self.level - 1)) if self.is_related else self.level

    def must_reach(self, level: Level) -> None:
        """Refuse who does not reach it."""
        if self.counts_as < level:
            raise BeyondAuthority(f"this needs level {int(level)}, yours is {int(self.counts_as)}")


def decider_of(subject: str, held: Sequence[Authority], *, customer: UUID, on: date) -> Decider:
    """Who decides, by the highest authority of theirs that holds on the day of the decision."""
    good = [one for one in held if one.holder == subject and one.is_good(on)]
    best = max((one.level for one in good), default=Level.ENGINE)
    return Decider(
        subject=subject, level=Level(best), is_related=any(customer in one.related for one in good)
    )


def _level_of(amount: Decimal, limits: Sequence[Decimal]) -> Level:
    for level, limit in enumerate(limits):
        if amount <= limit:
            return Level(level)
    return Level.COMMITTEE
