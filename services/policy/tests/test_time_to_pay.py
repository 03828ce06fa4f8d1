"""A demand says how long there is to pay, in whatever the law counts."""

from dataclasses import replace

import pytest

from contracts.insured import Language
from policy.domain.contract.rules import LapsePlan
from policy.domain.time_to_pay import pay_within
from policy.storage import HouseBook
from statutes import Unit
from statutes.entry import Length
from statutes.examples import an_entry


@pytest.fixture
def plan() -> LapsePlan:
    return HouseBook().plan("DE", "home")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("unit", list(Unit))
def test_every_unit_of_the_law_can_be_said(
    plan: LapsePlan, unit: Unit, number: int, language: Language
) -> None:
    entry = replace(an_entry(start="premium_demand"), length=Length(number, unit))

    said = pay_within("demand", plan, entry, language)

    assert said is not None
    assert str(number) in said


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (1, "month", "Pague en un plazo de 1 mes desde que reciba esta carta"),
        (3, "month", "Pague en un plazo de 3 meses desde que reciba esta carta"),
        (10, "business_day", "Pague en un plazo de 10 días hábiles desde que reciba esta carta"),
        (1, "week", "Pague en un plazo de 1 semana desde que reciba esta carta"),
    ],
)
def test_one_is_one_and_several_are_several(
    plan: LapsePlan, number: int, unit: str, said: str
) -> None:
    entry = an_entry(length=number, unit=unit, start="premium_demand")

    assert str(pay_within("demand", plan, entry, Language.SPANISH)).startswith(said)


def test_what_comes_on_top_is_said_too(plan: LapsePlan) -> None:
    more = {"length": 1, "unit": "month"}
    entry = an_entry(length=10, unit="business_day", start="premium_demand", plus=more)

    chinese = pay_within("demand", plan, entry, Language.CHINESE)

    assert (
        chinese
        == "请自收到本通知之日起10个工作日加1个月内缴纳保险费。在此之前不会因该笔保险费失去保障。"
    )
