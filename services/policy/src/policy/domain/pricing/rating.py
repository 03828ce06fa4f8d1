"""Rating: the answers of one customer through the price list of one plan, every step kept.

Bases, factors, clamp, period, one rounding for each part, minimum, instalment surcharge, levies.
"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from chassis.money import Money
from policy.domain.offer import OfferedCover, PaymentMode
from policy.domain.period import a_year_after
from policy.domain.pricing.conditions import (
    Answers,
    as_key,
    checked_days,
    holds,
    number,
    offered,
    referred,
    taken,
    told,
)
from policy.domain.pricing.instalments import surcharge
from policy.domain.pricing.levies import LevyBook
from policy.domain.pricing.levying import levied
from policy.domain.pricing.premium import clamped
from policy.domain.pricing.rounding import allocated, rounded
from policy.domain.pricing.steps import Asked, Did, Priced, Step
from policy.domain.products.checking import DAYS
from policy.domain.products.plan import BadPlan, Market, NotSold, Plan
from policy.domain.products.tariff import Base, Factor, Part


def price(plan: Plan, asked: Asked, book: LevyBook) -> Priced:
    """What these answers cost; a wrong one is refused by its name."""
    rating = _Rating(plan, asked)
    rating.rate()
    return rating.priced(book)


class _Rating:
    """One price in the making."""

    def __init__(self, plan: Plan, asked: Asked) -> None:
        self.plan, self.asked = plan, asked
        self.market: Market = plan.market(asked.jurisdiction)
        self.answers: Answers = plan.read(asked.answers, market=self.market)
        self.refer = referred(plan, self.answers, self.market)
        self.taken = taken(plan, self.answers)
        self.days = checked_days(plan, self.answers, asked)
        self.year = asked.period.days_in_year
        self.steps: list[Step] = []
        self.parts: dict[str, Money] = {}
        self.bases: dict[str, dict[str, Decimal]] = {}
        self._must_be_payable()

    def _must_be_payable(self) -> None:
        mode, whole = self.asked.payment_mode, a_year_after(self.asked.starts_on)
        if mode not in self.plan.tariff.surcharges:
            raise NotSold(f"{self.plan.id} is not paid {mode}", field="/payment_mode")
        if mode is not PaymentMode.YEARLY and self.asked.ends_on != whole:
            raise NotSold("only a whole year is paid in instalments", field="/payment_mode")

    def rate(self) -> None:
        """Every part of the price that a chosen cover belongs to."""
        wanted = {cover.part for cover in self.taken}
        for part in self.plan.tariff.parts:
            if part.id in wanted:
                self.parts[part.id] = self._part(part)
        self._at_least_the_minimum()

    def _part(self, part: Part) -> Money:
        base, by_kind = Decimal(), dict[str, Decimal]()
        for one in part.bases:
            if holds(one.when, self.answers):
                value = self._base(part, one)
                base += value
                by_kind[one.kind] = by_kind.get(one.kind, Decimal()) + value
        self.bases[part.id] = by_kind
        exact = base * self._factors(part, base)
        if self.plan.tariff.proportion == "actual_days" and self.days != self.year:
            exact = exact * self.days / self.year
            by = Decimal(self.days) / self.year
            self.steps.append(Step(Did.PERIOD, f"{self.days}/{self.year}", by, exact, part.id))
        money = rounded(exact, self.market.currency)
        self.steps.append(Step(Did.ROUND, part.id, None, money.amount, part.id))
        return money

    def _base(self, part: Part, base: Base) -> Decimal:
        rate = self._rate(base) * (self.market.scale if base.scaled else 1)
        value = rate
        for name in base.of:
            value *= self.days if name == DAYS else number(self.answers[name])
        value /= base.per
        questions = [*([base.by] if base.by else []), *(one for one in base.of if one != DAYS)]
        said = ", ".join(filter(None, (told(self.plan, one, self.answers) for one in questions)))
        if DAYS in base.of:
            said = f"{self.days}, {said}"
        self.steps.append(Step(Did.BASE, base.id, rate / base.per, value, part.id, said or None))
        return value

    def _rate(self, base: Base) -> Decimal:
        if base.rate is not None:
            return base.rate
        answer = self.answers[base.by or ""]
        if base.rates is not None:
            return base.rates[as_key(answer)]
        at, points = number(answer), base.points
        if at <= points[0].at:
            return points[0].rate
        for low, high in pairwise(points):
            if at <= high.at:
                rise = (high.rate - low.rate) * (at - low.at)
                return low.rate + rise / (high.at - low.at)
        return points[-1].rate

    def _factors(self, part: Part, base: Decimal) -> Decimal:
        product = Decimal(1)
        for factor in self.plan.tariff.factors:
            if (factor.parts and part.id not in factor.parts) or not holds(
                factor.when, self.answers
            ):
                continue
            by = self._relativity(factor)
            product *= by
            said = told(self.plan, factor.question, self.answers)
            self.steps.append(Step(Did.FACTOR, factor.id, by, base * product, part.id, said))
        clamp = self.plan.tariff.clamp
        kept = clamped(product, clamp.least, clamp.most)
        if kept != product:
            self.steps.append(Step(Did.CLAMP, f"{product:f}", kept, base * kept, part.id))
        return kept

    def _relativity(self, factor: Factor) -> Decimal:
        if factor.fixed is not None:
            return factor.fixed
        answer = self.answers[factor.question or ""]
        if factor.table is not None:
            return factor.table[as_key(answer)]
        money = factor.question in self.plan.amounts
        value = number(answer) / (self.market.scale if money else 1)
        for band in factor.bands:
            if band.below is None or value < band.below:
                return band.factor
        raise BadPlan(f"tariff.factors.{factor.id}: no band for {value}")

    def _at_least_the_minimum(self) -> None:
        currency = self.market.currency
        net = sum(self.parts.values(), Money.zero(currency))
        minimum = rounded(self.plan.tariff.minimum * self.market.scale, currency)
        if net < minimum:
            first = next(iter(self.parts))
            self.parts[first] += minimum - net
            self.steps.append(Step(Did.MINIMUM, "minimum", None, minimum.amount))

    def priced(self, book: LevyBook) -> Priced:
        """With surcharge, levies and payments."""
        currency = self.market.currency
        premium = sum(self.parts.values(), Money.zero(currency))
        rate = self.plan.tariff.surcharges[self.asked.payment_mode]
        extra = surcharge(premium, rate)
        net = premium + extra
        if rate:
            self.steps.append(Step(Did.SURCHARGE, self.asked.payment_mode.value, rate, net.amount))
        outcome = levied(
            self.plan, self.asked, book, net=net, by_kind=self._by_kind(extra), answers=self.answers
        )
        steps = (*self.steps, *outcome.steps)
        return Priced(
            currency=currency,
            levies_as_of=book.text_date,
            steps=steps,
            covers=tuple(self._covers()),
            surcharge=extra,
            levies=outcome.levies,
            exempt=outcome.exempt,
            instalments=outcome.instalments,
            net=net,
            total=outcome.total,
            refer=self.refer,
        )

    def _covers(self) -> list[OfferedCover]:
        """Each part's money by the shares of its covers, in the order of the plan."""
        premiums: dict[str, Money] = {}
        for part, money in self.parts.items():
            inside = [cover for cover in self.taken if cover.part == part]
            shares = allocated(money, [cover.share for cover in inside])
            premiums |= zip((cover.id for cover in inside), shares, strict=True)
        return [
            offered(
                self.plan,
                cover,
                premiums[cover.id],
                answers=self.answers,
                market=self.market,
                asked=self.asked,
            )
            for cover in self.taken
        ]

    def _by_kind(self, extra: Money) -> Mapping[str, Money]:
        """The premium by what it insures, for levies that differ by it; they add up to the net."""
        found: dict[str, Money] = {}
        for part, money in self.parts.items():
            bases = self.bases[part]
            weights = list(bases.values()) if sum(bases.values()) else [Decimal(1)] * len(bases)
            for kind, share in zip(bases, allocated(money, weights), strict=True):
                found[kind] = found.get(kind, Money.zero(money.currency)) + share
        if extra:
            spread = allocated(extra, [money.amount for money in found.values()])
            found = {kind: found[kind] + more for kind, more in zip(found, spread, strict=True)}
        return found
