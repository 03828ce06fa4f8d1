"""A schedule says each amount once: table and clauses agree, in the contract's money."""

from typing import Any

import pytest
from arranged.homes import a_home, sold
from arranged.papers import says

from chassis.testing import Stage
from policy.examples.asking import STANDARD_ANSWERS

GUANGZHOU = {"line": "中山路1号", "city": "广州", "postal_code": "510000", "country": "CN"}
IN_CHINA: dict[str, Any] = {
    "jurisdiction": "CN",
    "place": GUANGZHOU,
    "time_zone": "Asia/Shanghai",
    "answers": STANDARD_ANSWERS["home"]
    | {"building_sum": "1600000.00", "contents_sum": "320000.00", "largest_item": "9000.00"},
}
IN_YUAN = [
    "洪水免赔额为CNY8,000",
    "每次事故您自付CNY2,000",
    "我们最高赔付CNY2,400,000",
    "首饰总限额CNY16,000，每件CNY8,000；现金限额CNY4,000",
]


async def test_the_clauses_of_a_home_in_china_stand_in_its_money(stage: Stage) -> None:
    policy = await a_home(stage, "zh", **IN_CHINA)

    schedule = await says(stage, policy, "schedule")

    assert [one for one in IN_YUAN if one not in schedule] == []
    assert "CNY8,000.00" in schedule
    assert "CNY2,400,000.00" in schedule


INSIDE = {
    "en": "Limitsinsideacover,Theft:JewelleryEUR2,000.00EUR1,000.00,Theft:CashEUR500.00",
    "es": "Límitesdentrodeunacobertura,Robo:Joyas2.000,00EUR1.000,00EUR,Robo:Dinero500,00EUR",
    "zh": "保障内的分项限额,盗窃：首饰EUR2,000.00EUR1,000.00,盗窃：现金EUR500.00",
}
TABLES_FIRST = {"en": "gobeforethose", "es": "prevalecen", "zh": "优先于"}


@pytest.mark.parametrize("language", ["en", "es", "zh"])
async def test_limits_inside_a_cover_stand_in_a_table(stage: Stage, language: str) -> None:
    policy = await a_home(stage, language)

    schedule = await says(stage, policy, "schedule")

    wanted = INSIDE[language].split(",")
    assert [one for one in wanted if one not in schedule] == []
    assert TABLES_FIRST[language] not in schedule


@pytest.mark.parametrize("language", ["en", "es", "zh"])
async def test_another_deductible_than_the_usual_one_goes_before_the_clauses(
    stage: Stage, language: str
) -> None:
    answers = {**STANDARD_ANSWERS["home"], "deductible": "500"}
    policy = await a_home(stage, language, answers=answers)

    schedule = await says(stage, policy, "schedule")

    before, _, clauses = schedule.partition("HOME-1.1")
    assert TABLES_FIRST[language] in before
    assert "250" in clauses


async def test_what_every_driver_of_that_age_bears_is_no_other_deductible(stage: Stage) -> None:
    answers = {
        **STANDARD_ANSWERS["motor"],
        "own_damage": True,
        "driver_age": 20,
        "licence_years": 2,
    }
    policy = await sold(stage, "motor", "en", answers=answers)

    assert TABLES_FIRST["en"] not in await says(stage, policy, "schedule")
