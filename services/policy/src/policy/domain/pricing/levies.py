"""Taxes and surcharges on top of a premium, as dated data with their sources.

A levy is taken on the premium (or a part of it), on sums insured, or is a fixed amount a year. The
rate is that of the day it arises; what is given back is given back at the rate it was charged at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from chassis.money import Money
from policy.domain.offer import Levy, PaymentMode
from policy.domain.pricing.rounding import allocated, rounded
from policy.domain.products.words import Strict, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class LevyRule(Strict):
    """One levy in one span of time; the rate of a later time is another rule of the same id."""

    id: str
    jurisdiction: str
    names: Words
    on: Literal["premium", "sums", "year"]
    lines: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    """Of the premium or the sums insured; none named means all."""
    rate: Decimal = Decimal(0)
    share: Decimal = Decimal(1)
    """Of the premium that is taxed at all (Germany: 0.86 for a residential building)."""
    amount: Decimal | None = None
    on_payment: bool = False
    uplift: dict[PaymentMode, Decimal] | None = None
    """By how much more it is where it is collected with each instalment."""
    not_in: tuple[str, ...] = ()
    """Beginnings of postal codes with a regime of their own, which we do not know."""
    valid_from: date
    valid_until: date | None = None
    """Inclusive."""
    source: str
    grade: Literal["A", "B", "C"]
    note: str | None = None

    def holds(self, on: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    @property
    def effective(self) -> Decimal:
        """The rate on the whole premium: 0.19 on 0.86 of it is 0.1634."""
        return self.rate * self.share


@dataclass(frozen=True, kw_only=True, slots=True)
class Exemption(Strict):
    """A line that a levy leaves out, by the provision that says so: it is printed."""

    levy: str
    jurisdiction: str
    lines: tuple[str, ...]
    provision: str
    grade: Literal["A", "B", "C"]
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LevyBook(Strict):
    """Every levy we know; one thing, equal to itself only."""

    text_date: date
    levies: tuple[LevyRule, ...]
    exemptions: tuple[Exemption, ...]

    def rules(self, jurisdiction: str, line: str, on: date) -> list[LevyRule]:
        """What is charged there for that line on that day."""
        return [
            rule
            for rule in self.levies
            if rule.jurisdiction == jurisdiction and line in rule.lines and rule.holds(on)
        ]

    def exempt(self, jurisdiction: str, line: str) -> tuple[Exemption, ...]:
        """What is left out there for that line."""
        return tuple(
            one for one in self.exemptions if one.jurisdiction == jurisdiction and line in one.lines
        )


def on_premium(rule: LevyRule, base: Money, mode: PaymentMode = PaymentMode.YEARLY) -> Levy:
    """The levy on this much premium, rounded once."""
    uplift = (rule.uplift or {}).get(mode, Decimal(0))
    exact = base.amount * rule.effective * (1 + uplift)
    return _levy(rule, base, rounded(exact, base.currency), rule.effective * (1 + uplift))


def on_sums(rule: LevyRule, sums: Money, *, days: int, term: int) -> Levy:
    """The levy on sums insured, for the days of a year."""
    exact = sums.amount * rule.rate * days / term
    return _levy(rule, sums, rounded(exact, sums.currency), rule.rate)


def by_year(rule: LevyRule, currency: str, *, days: int, term: int) -> Levy:
    """A fixed amount a year, for its days."""
    whole = Money(rule.amount or Decimal(0), currency)
    return _levy(rule, whole, rounded(whole.amount * days / term, currency), Decimal(1))


def _levy(rule: LevyRule, base: Money, amount: Money, rate: Decimal) -> Levy:
    return Levy(id=rule.id, base=base, rate=rate, amount=amount, on_payment=rule.on_payment)


def within(price: Money, rate: Decimal) -> Money:
    """The tax inside a price that includes it: 6/106 at six per cent."""
    return rounded(price.amount * rate / (1 + rate), price.currency)


def refunded(levy: Levy, base: Money) -> Money:
    """The tax on a part of the base that is given back: at the rate it was charged at."""
    return rounded(base.amount * levy.rate, base.currency)


def by_instalment(
    levy: Levy, instalments: Sequence[Money], rates: Sequence[Decimal]
) -> tuple[Levy, list[Money]]:
    """A levy that arises with each payment: by payment, each at the rate of its own day.

    While the rate stays the same the whole is rounded once and shared out; when it changes in
    between, each instalment carries its own.
    """
    if all(rate == levy.rate for rate in rates):
        return levy, allocated(levy.amount, [Decimal(1)] * len(instalments))
    parts = [
        rounded(part.amount * rate, part.currency)
        for part, rate in zip(instalments, rates, strict=True)
    ]
    whole = sum(parts, Money.zero(levy.amount.currency))
    return Levy(
        id=levy.id, base=levy.base, rate=levy.rate, amount=whole, on_payment=levy.on_payment
    ), parts


def of_kinds(rule: LevyRule, by_kind: Mapping[str, Money], currency: str) -> Money:
    """What of premium or sums this rule is taken on."""
    chosen = [money for kind, money in by_kind.items() if not rule.kinds or kind in rule.kinds]
    return sum(chosen, Money.zero(currency))


def levied_anew(
    levies: Sequence[Levy], book: LevyBook, *, own: Money, offered: Money
) -> tuple[Levy, ...]:
    """The levies of a price of ours on another net premium: what is taken on sums insured stays.

    What is taken on part of the premium is taken on the same share of the other one, so the parts
    still add up to the whole.
    """
    if own == offered:
        return tuple(levies)
    rules = {rule.id: rule for rule in book.levies}
    parts = {
        rules[levy.id].kinds: levy.base.amount
        for levy in levies
        if rules[levy.id].on == "premium" and levy.base != own
    }
    rest = own.amount - sum(parts.values())
    shares = allocated(offered, [*parts.values(), *([rest] if rest else [])]) if parts else []
    bases = dict(zip(parts, shares, strict=False))
    return tuple(
        _anew(levy, bases.get(rules[levy.id].kinds, offered))
        if rules[levy.id].on == "premium"
        else levy
        for levy in levies
    )


def _anew(levy: Levy, base: Money) -> Levy:
    return replace(levy, base=base, amount=rounded(base.amount * levy.rate, base.currency))
