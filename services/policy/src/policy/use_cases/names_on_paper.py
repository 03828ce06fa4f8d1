"""What a product's things are called on a document, in the words of the version it is of."""

from dataclasses import replace
from decimal import Decimal

from chassis.money import Money
from contracts.insured import Language
from policy.domain.pricing.rounding import rounded
from policy.domain.products import Plan
from policy.domain.products.covers import Cover
from policy.domain.products.plan import Market
from policy.letters import Inside, Names, Usual
from policy.storage import Products, company, levies
from policy.use_cases.read_wording import read_wording


def names_of(product: str, version: str, currency: str, language: Language) -> Names:
    """Covers, levies and questions by their names."""
    plan = Products().version(product, version)
    return Names(
        insurer=company()["name"][language],
        product=plan.product.names.said(language),
        currency=currency,
        covers={one.id: one.names.said(language) for one in plan.covers},
        levies={one.id: one.names.said(language) for one in levies().levies},
        levied_on=_levied_on(plan.product.line),
        questions=plan.asked,
    )


def _levied_on(line: str) -> dict[str, str]:
    """What each levy of this line is a share of; a fixed amount a year is a share of nothing."""
    rules = [rule for rule in levies().levies if line in rule.lines and rule.on != "year"]
    return {one.id: "part" if one.on == "premium" and one.kinds else one.on for one in rules}


def with_terms(names: Names, plan: Plan, jurisdiction: str, language: Language) -> Names:
    """Every clause of the version that was sold, and no newer one, in the money of its market."""
    wording = read_wording(plan, language, jurisdiction=jurisdiction)
    market = next((one for one in plan.markets if one.id == jurisdiction), None)
    printed = replace(
        names, clauses=tuple((f"{one.id} ({one.version})", one.text) for one in wording)
    )
    if market is None:
        return printed
    return replace(
        printed,
        inside={one.id: _inside(one, market, language) for one in plan.covers},
        waiting={
            one.id: one.waiting.text.said(language) for one in plan.covers if one.waiting.text
        },
        usual={one.id: _usual(plan, one, market) for one in plan.covers},
    )


def _inside(cover: Cover, market: Market, language: Language) -> tuple[Inside, ...]:
    return tuple(
        Inside(
            name=one.text.said(language),
            most=_money(one.amount, market),
            each=_money(one.per_item, market),
            times=one.times,
        )
        for one in cover.sublimits
    )


def _usual(plan: Plan, cover: Cover, market: Market) -> Usual:
    """As the wording has it: the choice that silence makes; with `more` it names every figure."""
    rule = cover.deductible
    amount: Decimal | None = None if rule.more else rule.amount
    if rule.choice is not None:
        question = plan.asked[rule.choice]
        usual = [one.amount for one in question.choices if one.id == question.default]
        amount = usual[0] if usual else None
    return Usual(deductible=_money(amount, market), limit=_money(cover.limit.amount, market))


def _money(amount: Decimal | None, market: Market) -> Money | None:
    return None if amount is None else rounded(amount * market.scale, market.currency)
