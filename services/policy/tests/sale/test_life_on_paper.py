"""The schedule of a life contract says on whom it stands, who is paid, and how long no suicide."""

from datetime import timedelta
from typing import Any

import pytest
from arranged.homes import sold
from arranged.papers import says

from chassis.testing import Stage
from policy.examples.asking import STANDARD_ANSWERS

LIFE = STANDARD_ANSWERS["term-life"]


async def a_life(stage: Stage, counter: Any, answers: Any = None, *others: str) -> str:
    await counter.takes("term-life", answers)
    await counter.applies()
    await counter.pays()
    await stage.passes(timedelta(days=1))
    await counter.signs()
    for signer in others:
        life = counter.signature(signer=signer, capacity="life_insured")
        await counter.does("maria", "signature", life)
    await counter.reviews()
    return str(counter.shown["policy_id"])


async def test_her_own_life_and_whom_she_designated(stage: Stage, counter: Any) -> None:
    policy = await a_life(stage, counter)

    paper = await says(stage, policy, "schedule")

    assert "AseguradoMaríaSantos" in paper
    assert "BeneficiarioSegúnladesignaciónentregadael2demarzode2026" in paper


async def test_anothers_life_is_named(stage: Stage, counter: Any) -> None:
    another = {"insured_is_holder": False, "insured_consented": True}
    policy = await a_life(stage, counter, another, "Iker Santos")

    paper = await says(stage, policy, "schedule")
    read = await stage.http.get(f"/v1/policies/{policy}", headers=counter.who["maria"])

    assert "AseguradoIkerSantos" in paper
    assert read.json()["terms"]["insured_person"] == "Iker Santos"


NOBODY = {
    "en": "Nobodyisnamed:thelawofSpainsayswhoispaid",
    "es": "Nadiedesignado:decidelaleydeEspaña",
    "zh": "未指定：依西班牙法律确定",
}
SUICIDE = {
    "en": "Notcoveredforoneyearfromwhenthecontractwasmade,thatisbeforeMarch2,2027",
    "es": "Nocubiertoduranteunañodesdequesecelebróelcontrato,esdecir,antesdel2demarzode2027",
    "zh": "自合同成立之日起一年内（即2027年3月2日之前）不在保障范围内",
}
ACCIDENTS = {
    "en": "Lastingdisability(answersafter30days).Waitingtime:Forillness;noneforaccidents",
    "es": "Invalidezpermanente(respondetras30días).Carencia:Porenfermedad;ningunaporaccidente",
    "zh": "永久残疾（30天后生效）。等待期：疾病适用；意外无等待期",
}


@pytest.mark.parametrize("language", ["en", "es", "zh"])
async def test_without_a_designation_the_law_decides(stage: Stage, language: str) -> None:
    policy = await sold(stage, "term-life", language, answers={**LIFE, "disability": True})

    paper = await says(stage, policy, "schedule")

    wanted = [NOBODY[language], SUICIDE[language], ACCIDENTS[language]]
    assert [one for one in wanted if one not in paper] == []


PERIODS = {
    "CN": ("Asia/Shanghai", "自合同成立或者效力恢复之日起二年内（即2028年3月2日之前）"),
    "DE": ("Europe/Berlin", "（即2029年3月2日之前）"),
    "UK": ("Europe/London", "自首日起保障：英国法律未规定此类期间"),
}


@pytest.mark.parametrize("market", PERIODS)
async def test_each_law_has_its_own_period(stage: Stage, market: str) -> None:
    zone, said = PERIODS[market]
    country = {"UK": "GB"}.get(market, market)
    place = {"line": "1 Road", "city": "Town", "postal_code": "10000", "country": country}
    answers = {**LIFE, "sum_insured": "150000.00", "annual_income": "90000.00"}
    policy = await sold(
        stage, "term-life", "zh", jurisdiction=market, place=place, time_zone=zone, answers=answers
    )

    assert said in await says(stage, policy, "schedule")
