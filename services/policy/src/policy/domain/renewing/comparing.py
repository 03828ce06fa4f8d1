"""Reckoning the next term: last year's terms, through one change after another, to this year's.

The order is fixed: the length of the term, each thing that was agreed for the new one, what is a
year older, then the price list, in the order of the new one's factors. Every level is a price that
the price lists themselves reckon.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from chassis.money import Money
from policy.domain.contract.agreed import Agreed, AgreedCover
from policy.domain.contract.change import Change
from policy.domain.offer import PaymentMode
from policy.domain.period import Period
from policy.domain.pricing.levies import LevyBook
from policy.domain.pricing.rating import price
from policy.domain.pricing.steps import Asked, Priced
from policy.domain.product import NotOffered, Product
from policy.domain.products.plan import Plan
from policy.domain.products.tariff import Factor, Tariff
from policy.domain.renewing.otherwise import answered, of_covers, of_plan, one_by_one
from policy.domain.renewing.proposal import (
    Comparison,
    Proposal,
    Said,
    Stage,
    steps_of,
    worse_covers,
)

LIST = {"en": "New price list", "es": "Nueva tarifa", "zh": "新费率表"}
BASES = {"en": "Base rates", "es": "Tasas base", "zh": "基础费率"}


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A contract whose term turns: its terms on the last day, and the two terms."""

    jurisdiction: str
    agreed: Agreed
    last: Period
    next: Period
    change: Change
    """What was agreed for the next term besides."""
    ages: Sequence[str] = ()

    def wanted(self, fields: AbstractSet[str] | None = None) -> Agreed:
        """The terms with what was agreed for the next term, or with only these fields of it."""
        touched = self.change.touched
        return self.change.apply(self.agreed, but=touched - (touched if fields is None else fields))

    @property
    def length(self) -> Said:
        """How long both terms are; told where the price is another for it."""
        days = f"{self.last.days} → {self.next.days}"
        return {
            "en": f"Days of the term: {days}",
            "es": f"Días del periodo: {days}",
            "zh": f"保险期间天数：{days}",
        }


def compare_products(product: Product, turn: Turn, *, last_version: str) -> Comparison:
    """A product of one cover that prices itself: its one version is the price list."""

    def rated(agreed: Agreed, period: Period) -> Proposal:
        if agreed.payment_mode is not PaymentMode.YEARLY:
            raise NotOffered(f"{product.id} is paid yearly", field="/change/payment_mode")
        if not agreed.covers:
            raise NotOffered(f"{product.id} is nothing without its cover", field="/change/covers")
        covers = tuple(
            replace(
                cover,
                premium=product.premium(
                    sum_insured=cover.limit, deductible=cover.deductible, period=period
                ),
            )
            for cover in agreed.covers
        )
        priced = replace(agreed, covers=covers)
        return Proposal(product_version=product.version, agreed=priced, net=priced.premium)

    def net(fields: AbstractSet[str]) -> Money:
        return rated(turn.wanted(fields), turn.next).net

    for cover in turn.change.covers:
        if turn.agreed.cover(cover.id) is None:
            raise NotOffered(f"{product.id} has no cover {cover.id}", field="/change/covers")
    last, this = rated(turn.agreed, turn.last), rated(turn.wanted(), turn.next)
    stages = [
        Stage(reason="term", words=turn.length, net=net(frozenset())),
        *one_by_one(of_covers(turn.change, turn.agreed), net),
    ]
    return Comparison(
        last=replace(last, product_version=last_version),
        next=this,
        steps=steps_of(last.net, this.net, stages),
        new_business=this.net,
        changed=worse_covers(last.agreed, this.agreed),
    )


def compare_plans(old: Plan, new: Plan, turn: Turn, book: LevyBook) -> Comparison:
    """A plan: its answers through the old price list, then piece by piece through the new one."""
    rater = _Rater(turn, book)
    before = rater.rate(old, turn.agreed, turn.last)

    def net(fields: AbstractSet[str]) -> Money:
        return rater.rate(old, turn.wanted(fields), turn.next).net

    wanted, market = turn.wanted(), old.market(turn.jurisdiction)
    net(turn.change.touched)  # what the price list does not take is refused by its name
    stages = [
        Stage(reason="term", words=turn.length, net=net(frozenset())),
        *one_by_one(of_plan(turn.change, turn.agreed, old, market), net),
    ]
    for question, agreed in _older(old, wanted, turn):
        words = answered(
            old.asked[question], wanted.answers[question], agreed.answers[question], market=market
        )
        reached = rater.rate(old, agreed, turn.next).net
        stages.append(Stage(reason=question, words=words, net=reached))
        wanted = agreed
    for reason, words, plan in _lists(old, new):
        reached = rater.rate(plan, wanted, turn.next).net
        stages.append(Stage(reason=reason, words=words, net=reached))
    after = rater.rate(new, wanted, turn.next)
    stages.append(Stage(reason="price_list", words=LIST, net=after.net))
    last = rater.proposal(old, before, turn.agreed)
    this = rater.proposal(new, after, wanted)
    return Comparison(
        last=last,
        next=this,
        steps=steps_of(last.net, this.net, stages),
        new_business=after.net,
        changed=worse_covers(last.agreed, this.agreed),
        refer=after.refer,
    )


@dataclass(frozen=True)
class _Rater:
    turn: Turn
    book: LevyBook

    def rate(self, plan: Plan, agreed: Agreed, period: Period) -> Priced:
        """The price of these terms in this price list."""
        asked = Asked(
            product=plan.id,
            product_version=plan.version,
            jurisdiction=self.turn.jurisdiction,
            place=agreed.place,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            time_zone=period.time_zone,
            payment_mode=agreed.payment_mode,
            answers=dict(agreed.answers),
            priced_on=period.starts_on,
        )
        return price(plan, asked, self.book)

    def proposal(self, plan: Plan, priced: Priced, agreed: Agreed) -> Proposal:
        """The same as terms."""
        return Proposal(
            product_version=plan.version,
            agreed=replace(agreed, covers=tuple(AgreedCover.of(one) for one in priced.covers)),
            net=priced.net,
            levies=priced.levies,
        )


def _older(plan: Plan, agreed: Agreed, turn: Turn) -> Iterator[tuple[str, Agreed]]:
    """Answers that grow with the years, one after another; a wish for the new term has the word."""
    for question in turn.ages:
        answer = agreed.answers.get(question)
        if isinstance(answer, int) and not isinstance(answer, bool):
            if f"answers.{question}" in turn.change.touched:
                continue
            most = plan.asked[question].most
            if most is not None and answer + 1 > most:
                continue
            agreed = replace(agreed, answers={**agreed.answers, question: answer + 1})
            yield question, agreed


def _lists(old: Plan, new: Plan) -> Iterator[tuple[str, Said, Plan]]:
    """From the old price list to the new, a piece at a time: base rates, then factor by factor.

    Where the two do not ask the same, pieces do not fit together, and it is one step.
    """
    if old.version == new.version or set(old.asked) != set(new.asked):
        return
    tariff = replace(old.tariff, parts=new.tariff.parts)
    plan = replace(new, tariff=tariff)
    yield "base_rates", BASES, plan
    theirs = {factor.id: factor for factor in old.tariff.factors}
    for factor in new.tariff.factors:
        if theirs.get(factor.id) == factor:
            continue
        tariff = replace(tariff, factors=_with(tariff, factor))
        yield factor.id, _in(factor), replace(new, tariff=tariff)
    ours = {factor.id for factor in new.tariff.factors}
    for factor in old.tariff.factors:
        if factor.id not in ours:
            kept = tuple(one for one in tariff.factors if one.id != factor.id)
            tariff = replace(tariff, factors=kept)
            yield factor.id, _in(factor), replace(new, tariff=tariff)


def _with(tariff: Tariff, factor: Factor) -> tuple[Factor, ...]:
    if all(one.id != factor.id for one in tariff.factors):
        return (*tariff.factors, factor)
    return tuple(factor if one.id == factor.id else one for one in tariff.factors)


def _in(factor: Factor) -> Said:
    text = factor.text
    return {
        "en": f"{text.en}, in the new price list",
        "es": f"{text.es}, en la nueva tarifa",
        "zh": f"{text.zh}（新费率表）",
    }
