"""What holds of advice whatever the figures: it cannot upsell, and means say what is borne."""

import ast
import random
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import policy.domain.advice
from contracts.insured import Language
from policy.domain.advice import situation as inputs
from policy.domain.advice.decide import decide
from policy.domain.advice.method import Result
from policy.domain.advice.situation import Means, Option, Risk, Situation
from policy.examples import a_risk, a_situation
from policy.storage import Methods

METHOD = Methods().newest()
NOT_BOUGHT = {
    Language.ENGLISH: "you do not need to buy this",
    Language.SPANISH: "no necesita comprar esto",
    Language.CHINESE: "您不需要购买",
}
BLOCKED = ("must", "necessary", "imprescindible", "必须")
SOLD_FOR = ("commission", "target", "campaign", "margin", "bonus", "product", "seller", "agent")

amounts = st.integers(0, 100_000).map(Decimal)
rates = st.integers(0, 30).map(lambda n: Decimal(n) / 100)


@st.composite
def risks(draw: Callable[[Any], Any], risk_id: str = "risk") -> Risk:
    severity = draw(st.integers(0, 20_000).map(Decimal))
    frequency = draw(st.integers(0, 300).map(lambda n: Decimal(n) / 100))
    most = max(severity, severity * frequency) + draw(st.integers(0, 50_000))
    deductibles = draw(st.lists(st.integers(0, 5000).map(Decimal), max_size=4, unique=True))
    return a_risk(
        risk_id,
        frequency=frequency,
        severity=severity,
        maximum_loss=most,
        options=tuple(Option(deductible=d, premium=draw(amounts)) for d in deductibles),
        fund=draw(amounts),
        paid_over_years=draw(st.none() | st.integers(1, 30)),
        covered_elsewhere=draw(st.sampled_from([False, False, False, True, None])),
        someone_loses=draw(st.sampled_from([True, True, True, False])),
    )


@st.composite
def situations(draw: Callable[[Any], Any], most: int = 4) -> Situation:
    several = [draw(risks(f"risk-{n}")) for n in range(draw(st.integers(1, most)))]
    return a_situation(
        *several,
        means=Means(liquid=draw(st.integers(0, 1_000_000).map(Decimal)), yearly=draw(amounts)),
        return_on_own_funds=draw(rates),
        return_on_liquid_money=draw(rates),
    )


@given(situations(), st.randoms(use_true_random=False))
def test_advice_does_not_change_with_the_order_in_which_covers_are_shown(
    situation: Situation, order: random.Random
) -> None:
    """A campaign could at most show a cover first: the rest of it no field can carry."""
    before = decide(situation, METHOD)
    shuffled = [
        replace(risk, options=tuple(order.sample(risk.options, len(risk.options))))
        for risk in order.sample(situation.risks, len(situation.risks))
    ]

    after = decide(replace(situation, risks=tuple(shuffled)), METHOD)

    assert {one.risk: one for one in after.risks} == {one.risk: one for one in before.risks}
    assert after.kept_together == before.kept_together


def test_no_field_that_advice_depends_on_is_about_selling() -> None:
    kinds = [
        inputs.Situation, inputs.Means, inputs.Kept, inputs.Risk, inputs.Loss, inputs.Option,
        inputs.Family,
    ]  # fmt: skip
    names = {field.name for kind in kinds for field in fields(kind)}

    assert [name for name in names if any(word in name for word in SOLD_FOR)] == []


def test_the_method_sees_nothing_but_the_situation() -> None:
    """No module of the method imports more than this; so there is nothing else to look at."""
    allowed = ("chassis.errors", "chassis.money", "contracts.", "policy.domain.advice.")
    allowed += ("statutes.citing",)
    allowed += ("policy.domain.risks", "policy.domain.advice")
    plain = {"collections.abc", "dataclasses", "datetime", "decimal", "enum", "functools"}
    plain |= {"itertools", "typing", "uuid"}
    seen = set()
    for file in Path(policy.domain.advice.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                seen.add(str(node.module))
            assert not isinstance(node, ast.Import), file

    assert [name for name in seen - plain if not name.startswith(allowed)] == []


@given(situations())
def test_what_cannot_be_borne_is_never_kept(situation: Situation) -> None:
    outcome = decide(situation, METHOD)

    kept = [one for one in outcome.risks if one.result is Result.KEEP]
    together = sum((one.figures.maximum_loss or Decimal(0) for one in kept), Decimal(0))
    assert together <= (outcome.kept_together or 0) <= (outcome.capacity or 0)
    assert all((one.figures.advantage or 0) > 0 for one in kept)


@given(situations(most=1), amounts, amounts)
def test_more_means_never_turn_keeping_into_passing_on(
    situation: Situation, more: Decimal, income: Decimal
) -> None:
    means = situation.means
    richer = replace(
        means,
        liquid=(means.liquid or Decimal(0)) + more,
        yearly=(means.yearly or Decimal(0)) + income,
    )

    [before] = decide(situation, METHOD).risks
    [after] = decide(replace(situation, means=richer), METHOD).risks

    if before.result is Result.KEEP:
        assert after.result is Result.KEEP


@given(situations())
def test_what_is_not_needed_is_said_not_to_be_needed(situation: Situation) -> None:
    for one in decide(situation, METHOD).risks:
        for language, sentence in NOT_BOUGHT.items():
            assert (sentence in one.text[language]) == one.leave_it
            assert not any(word in one.text[language] for word in BLOCKED)


@given(situations())
def test_a_chosen_deductible_is_within_what_is_free(situation: Situation) -> None:
    for one in decide(situation, METHOD).risks:
        if one.deductible is not None and one.figures.free_capacity is not None:
            assert one.deductible <= one.figures.free_capacity


@given(situations())
def test_the_first_classical_reason_says_what_v_says(situation: Situation) -> None:
    for one in decide(situation, METHOD).risks:
        first, figures = one.reasons[0], one.reasons[0].figures
        if first.holds is not None:
            assert first.holds == (figures["retention_cost"] < figures["loading"])
