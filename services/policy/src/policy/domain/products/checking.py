"""Whether a plan holds together: every name it uses is one it has. Refused with the key.

Nothing that is covered or priced rests on a question that may be left open.
"""

from collections.abc import Iterable
from itertools import pairwise

from policy.domain.offer import PaymentMode
from policy.domain.products.covers import Cover, Deductible, When
from policy.domain.products.plan import BadPlan, Plan
from policy.domain.products.questions import Kind, Question
from policy.domain.products.tariff import Base, Factor

DAYS = "days"
"""A number that no question asks: the days of the period."""


def check(plan: Plan) -> None:
    """Raise `BadPlan` where something is named that is not there, or is there twice."""
    questions = {name: one for name, one in plan.asked.items() if not one.optional}
    parts = {part.id for part in plan.tariff.parts}
    _once("questions", [question.id for question in plan.questions])
    _once("covers", [cover.id for cover in plan.covers])
    _once("markets", [market.id for market in plan.markets])
    _once("tariff.factors", [factor.id for factor in plan.tariff.factors])
    for question in plan.questions:
        _silence(question)
    for cover in plan.covers:
        _cover(cover, questions, parts)
    _tariff(plan, questions, parts)
    _rules(plan, questions)


def _tariff(plan: Plan, questions: dict[str, Question], parts: set[str]) -> None:
    tariff = plan.tariff
    if PaymentMode.YEARLY not in tariff.surcharges:
        raise BadPlan("tariff.surcharges.yearly: must be there")
    for part in tariff.parts:
        if not any(cover.part == part.id for cover in plan.covers):
            raise BadPlan(f"tariff.parts.{part.id}: no cover belongs to it")
        for base in part.bases:
            _base(f"tariff.parts.{part.id}.{base.id}", base, questions)
    for factor in tariff.factors:
        _factor(factor, questions, parts)
    if tariff.days is not None:
        _known("tariff.days.question", [tariff.days.question], questions)


def _rules(plan: Plan, questions: dict[str, Question]) -> None:
    covers = {cover.id for cover in plan.covers}
    for exclusion in plan.exclusions:
        _known(f"exclusions.{exclusion.clause}.covers", exclusion.covers, covers)
    for rule in plan.eligibility:
        _known(f"eligibility.{rule.id}.of", rule.of, questions)
    for sums in plan.sums:
        _known("sums.of", sums.of, questions)
        _known("sums.by", [sums.by] if sums.by else [], questions)
        if (sums.kind is None) == (sums.kinds is None):
            raise BadPlan("sums: has either kind, or by and kinds")


def _silence(question: Question) -> None:
    if question.optional and question.default is not None:
        raise BadPlan(f"questions.{question.id}.optional: silence means nothing, or the default")
    if question.confirm and question.default is None:
        raise BadPlan(f"questions.{question.id}.confirm: only a default is confirmed")


def _once(key: str, ids: list[str]) -> None:
    for name in ids:
        if ids.count(name) > 1:
            raise BadPlan(f"{key}.{name}: is there twice")


def _known(key: str, names: Iterable[str], known: Iterable[str]) -> None:
    for name in names:
        if name not in known:
            raise BadPlan(f"{key}: there is no {name}")


def _when(key: str, conditions: Iterable[When], questions: dict[str, Question]) -> None:
    for condition in conditions:
        _known(f"{key}.when", [condition.question], questions)


def _cover(cover: Cover, questions: dict[str, Question], parts: set[str]) -> None:
    key = f"covers.{cover.id}"
    _known(f"{key}.part", [cover.part], parts)
    _when(key, cover.when, questions)
    _known(f"{key}.limit.of", cover.limit.of, questions)
    if (cover.limit.amount is None) == (not cover.limit.of):
        raise BadPlan(f"{key}.limit: has either amount or of")
    if cover.share <= 0:
        raise BadPlan(f"{key}.share: is more than zero")
    _deductible(f"{key}.deductible", cover.deductible, questions)


def _deductible(key: str, deductible: Deductible, questions: dict[str, Question]) -> None:
    _when(f"{key}.more", [more.when for more in deductible.more], questions)
    if deductible.choice is None:
        return
    _known(f"{key}.choice", [deductible.choice], questions)
    if any(choice.amount is None for choice in questions[deductible.choice].choices):
        raise BadPlan(f"{key}.choice: each choice of {deductible.choice} needs an amount")


def _base(key: str, base: Base, questions: dict[str, Question]) -> None:
    _known(f"{key}.of", base.of, [*questions, DAYS])
    _when(key, base.when, questions)
    ways = [base.rate is not None, base.rates is not None, bool(base.points)]
    if ways.count(True) != 1:
        raise BadPlan(f"{key}: has one of rate, rates and points")
    if base.rate is None:
        _known(f"{key}.by", [base.by or "by"], questions)
    if base.rates is not None:
        _all_answers(f"{key}.rates", questions[base.by or ""], base.rates)
    ats = [point.at for point in base.points]
    if ats != sorted(set(ats)):
        raise BadPlan(f"{key}.points: rise from one to the next")


def _factor(factor: Factor, questions: dict[str, Question], parts: set[str]) -> None:
    key = f"tariff.factors.{factor.id}"
    _known(f"{key}.parts", factor.parts, parts)
    _when(key, factor.when, questions)
    ways = [factor.fixed is not None, factor.table is not None, bool(factor.bands)]
    if ways.count(True) != 1:
        raise BadPlan(f"{key}: has one of fixed, table and bands")
    if factor.fixed is not None:
        return
    _known(f"{key}.question", [factor.question or "question"], questions)
    if factor.table is not None:
        _all_answers(f"{key}.table", questions[factor.question or ""], factor.table)
    bands = factor.bands
    for band, following in pairwise(bands):
        if band.below is None or band.below != following.least:
            raise BadPlan(f"{key}.bands: each begins where the one before ends")
    if bands and (bands[0].least is not None or bands[-1].below is not None):
        raise BadPlan(f"{key}.bands: the first has no least and the last no below")


def _all_answers(key: str, question: Question, table: Iterable[str]) -> None:
    if question.type is Kind.YES_NO:
        wanted = {"yes", "no"}
    else:
        wanted = {choice.id for choice in question.choices}
    if set(table) != wanted:
        odd = ", ".join(sorted(set(table) ^ wanted))
        raise BadPlan(f"{key}: names exactly the answers to {question.id}; look at {odd}")
