"""Rules of a product, put to the answers of one customer."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from chassis.errors import Rejected
from chassis.money import Money
from contracts.insured import Language
from policy.domain.offer import Answer, OfferedCover
from policy.domain.pricing.instalments import months_after
from policy.domain.pricing.rounding import rounded
from policy.domain.pricing.steps import Asked
from policy.domain.products.covers import Cover, Eligibility, When
from policy.domain.products.plan import Market, Plan

Answers = Mapping[str, Answer]


class NotEligible(Rejected, code="not-eligible"):
    """The product is not for this risk."""


def number(answer: Answer) -> Decimal:
    """An answer as a number; no number counts as none."""
    if isinstance(answer, Decimal):
        return answer
    return (
        Decimal(answer) if isinstance(answer, int) and not isinstance(answer, bool) else Decimal()
    )


def as_key(answer: Answer) -> str:
    """An answer as a table of the tariff names it."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)


def holds(conditions: Iterable[When], answers: Answers) -> bool:
    """Whether every one of them is so."""
    return all(_holds(condition, answers[condition.question]) for condition in conditions)


def _holds(condition: When, answer: Answer) -> bool:
    if condition.among:
        return answer in condition.among
    value = number(answer)
    above = condition.least is None or value >= condition.least
    return above and (condition.below is None or value < condition.below)


def referred(plan: Plan, answers: Answers, market: Market) -> tuple[str, ...]:
    """Refuse a risk that the product is not for, and name the rules that want a person to look."""
    refer = []
    amounts = plan.amounts
    for rule in plan.eligibility:
        if _fits(rule, answers, market.scale if set(rule.of) <= amounts else 1):
            continue
        if rule.outcome == "refuse":
            words = {language.value: rule.text.said(language) for language in Language}
            raise NotEligible(rule.text.en, field=f"/answers/{rule.of[0]}", words=words)
        refer.append(rule.id)
    return tuple(refer)


def _fits(rule: Eligibility, answers: Answers, scale: int) -> bool:
    if rule.not_among:
        return all(answers[name] not in rule.not_among for name in rule.of)
    value = sum((number(answers[name]) for name in rule.of), Decimal())
    above = rule.least is None or value >= rule.least * scale
    return above and (rule.most is None or value <= rule.most * scale)


def taken(plan: Plan, answers: Answers) -> list[Cover]:
    """The covers that these answers choose."""
    return [cover for cover in plan.covers if holds(cover.when, answers)]


def offered(
    plan: Plan, cover: Cover, premium: Money, *, answers: Answers, market: Market, asked: Asked
) -> OfferedCover:
    """A cover with what its rules come to for these answers."""
    return OfferedCover(
        id=cover.id,
        perils=cover.perils,
        limit=rounded(_limit(cover, answers, market), market.currency),
        deductible=rounded(_deductible(plan, cover, answers) * market.scale, market.currency),
        waiting_days=_waiting(cover, asked),
        deductible_days=cover.deductible.days or 0,
        deductible_share=cover.deductible.share or Decimal(),
        deductible_most=_most_borne(cover, market),
        deductible_per=cover.deductible.per,
        premium=premium,
    )


def _limit(cover: Cover, answers: Answers, market: Market) -> Decimal:
    limit = cover.limit
    if limit.amount is not None:
        return limit.amount * market.scale
    value = sum((number(answers[name]) for name in limit.of), Decimal()) * limit.rate
    return value if limit.most is None else min(value, limit.most * market.scale)


def _deductible(plan: Plan, cover: Cover, answers: Answers) -> Decimal:
    rule = cover.deductible
    value = rule.amount
    if rule.choice is not None:
        chosen = next(
            one for one in plan.asked[rule.choice].choices if one.id == answers[rule.choice]
        )
        value = chosen.amount or Decimal()
    if rule.least is not None:
        value = max(value, rule.least)
    extra = (more.amount for more in rule.more if holds([more.when], answers))
    return value + sum(extra, Decimal())


def _most_borne(cover: Cover, market: Market) -> Money | None:
    most = cover.deductible.share_most
    return None if most is None else rounded(most * market.scale, market.currency)


def _waiting(cover: Cover, asked: Asked) -> int:
    waiting = cover.waiting
    if not waiting.months:
        return waiting.days
    by_months = months_after(asked.starts_on, waiting.months) - asked.starts_on
    return waiting.days + by_months.days


def checked_days(plan: Plan, answers: Answers, asked: Asked) -> int:
    """The days of the period, where the product is sold for so many."""
    rule, days = plan.tariff.days, asked.period.days
    most = None if rule is None else rule.most.get(as_key(answers[rule.question]))
    if most is not None and days > most:
        raise NotEligible(f"{plan.id} lasts at most {most} days, not {days}", field="/ends_on")
    return days


def sums_insured(plan: Plan, answers: Answers, market: Market) -> dict[str, Money]:
    """The sums that levies are taken on, by their kind."""
    found: dict[str, Money] = {}
    for sums in plan.sums:
        kind = sums.kind or (sums.kinds or {})[as_key(answers[sums.by or ""])]
        value = sum((number(answers[name]) for name in sums.of), Decimal())
        found[kind] = found.get(kind, Money.zero(market.currency)) + Money(value, market.currency)
    return found


def told(plan: Plan, question: str | None, answers: Answers) -> str | None:
    """An answer, as a step of the arithmetic shows it."""
    if question is None or question not in answers:
        return None
    answer = answers[question]
    return f"{answer:.2f}" if question in plan.amounts else as_key(answer)
