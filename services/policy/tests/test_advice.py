"""Risks and advice, from outside: found, advised, replayed, followed or not, and whose they are."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.advice.advice import Advice
from policy.examples import MARIA, WEI, a_customer, a_question
from policy.storage import Methods, RiskProfiles
from statutes.citing import is_named

ANSWERS = {
    "questionnaire": "household",
    "stage": "family",
    "answers": [
        {"question": "owns_home", "answer": "yes"},
        {"question": "children", "answer": "yes"},
        {"question": "drives", "answer": "dont_know"},
    ],
    "corrections": [{"rule": "H-06", "severity": "5", "frequency": "2"}],
}


async def maria(stage: Stage) -> dict[str, str]:
    await stage.given(a_customer())
    return stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")


async def post(stage: Stage, path: str, body: dict[str, Any], who: dict[str, str]) -> Any:
    return await stage.http.post(f"/v1/{path}", json=body, headers={**who, **stage.key()})


def a_family_asks(**changes: Any) -> dict[str, Any]:
    home = {
        "id": "home", "found_by": "H-06", "frequency": "0.002", "severity": "60000.00",
        "maximum_loss": "250000.00", "handling_cost": "0.00",
        "options": [
            {"deductible": "0.00", "premium": "190.00"},
            {"deductible": "500.00", "premium": "160.00"},
        ],
    }  # fmt: skip
    asked = a_question()
    phone = asked["situation"]["risks"][0]
    asked["situation"]["risks"] = [phone, {**phone, **home, **changes}]
    return asked


@pytest.mark.parametrize(
    ("jurisdiction", "spanish", "chinese"),
    [
        ("UK", "Ley británica de tráfico de 1988, art. 143", "英国《1988年道路交通法》第143条"),
        ("CN", "Reglamento del seguro obligatorio de automóviles de China", "强制保险条例》第二条"),
    ],
)
async def test_the_law_that_makes_cover_compulsory_is_named_in_each_language(
    stage: Stage, jurisdiction: str, spanish: str, chinese: str
) -> None:
    asked = a_question()
    asked["situation"]["jurisdiction"] = jurisdiction
    asked["situation"]["risks"][0]["duty"] = "motor_liability"

    answer = await post(stage, "advice", asked, await maria(stage))

    assert answer.status_code == 201, answer.text
    text = answer.json()["outcome"]["risks"][0]["text"]
    assert spanish in text["es"]
    assert chinese in text["zh"]


def test_every_law_that_the_method_names_has_its_name_in_each_language() -> None:
    texts = [text for duty in Methods().newest().duties.values() for text in duty.texts.values()]

    assert texts
    assert all(is_named(text) for text in texts)


@pytest.mark.parametrize(("name", "number"), [("household", 36), ("business", 35)])
async def test_anybody_may_read_a_questionnaire(stage: Stage, name: str, number: int) -> None:
    answer = await stage.http.get(f"/v1/questionnaires/{name}?language=zh")

    assert answer.status_code == 200, answer.text
    assert len(answer.json()["rules"]) == number
    assert (await stage.http.get("/v1/questionnaires/moon")).status_code == 404


async def test_a_family_finds_its_risks_is_advised_and_goes_its_own_way(stage: Stage) -> None:
    me = await maria(stage)

    found = await post(stage, "risk-profiles", ANSWERS, me)
    advised = await post(stage, "advice", a_family_asks(), me)
    one = advised.headers["Location"]
    replayed = await stage.http.get(f"{one}/replay", headers=me)
    decided = await stage.http.put(
        f"{one}/decision",
        json={"risk": "phone", "follows": "no", "reason": "I drop it every month."},
        headers={**me, "If-Match": '"1"'},
    )

    assert found.status_code == 201, found.text
    risks = {one["rule"]: one for one in found.json()["findings"]}
    assert set(risks) == {"H-06", "H-18"}
    assert (risks["H-06"]["corrected"], risks["H-06"]["frequency"]) == (True, 2)
    assert {"rule": "H-13", "questions": ["drives"]} in found.json()["open"]
    assert advised.status_code == 201, advised.text
    phone, home = advised.json()["outcome"]["risks"]
    assert (phone["result"], home["result"]) == ("keep", "transfer")
    assert (home["deductible"], home["frequency_class"]) == ("500.00", 2)
    assert "as you corrected it" in home["text"]["en"]
    assert advised.json()["buy_nothing"] == ["phone"]
    assert "no necesita comprar esto" in phone["text"]["es"]
    assert replayed.json()["equal"] is True
    assert decided.status_code == 200, decided.text
    assert decided.headers["ETag"] == '"2"'
    assert [d["against_advice"] for d in decided.json()["decisions"]] == [True]
    async with stage.running.works() as work:
        latest = await RiskProfiles(work).latest(MARIA)
    assert latest is not None
    assert str(latest.id) == found.json()["id"]


async def test_a_bakery_asks_through_its_agent(stage: Stage) -> None:
    await stage.given(a_customer())
    agent = stage.as_(Role.AGENT, subject="ana")
    asked = a_question(
        id="breakage", frequency="12", severity="30.00", maximum_loss="900.00",
        options=[{"deductible": "0.00", "premium": "600.00"}], handling_cost="0.00",
    )  # fmt: skip
    asked["situation"] |= {
        "subject": "business",
        "means": {"liquid": "60000.00", "yearly": "30000.00", "equity": "80000.00"},
    }
    answers = {
        "questionnaire": "business",
        "answers": [
            {"question": "hot_work", "answer": "yes"},
            {"question": "small_things", "answer": "700.00"},
            {"question": "equity", "answer": "80000.00"},
        ],
    }

    nameless = await post(stage, "advice", asked, agent)
    found = await post(stage, "risk-profiles", {**answers, "customer_id": str(MARIA)}, agent)
    advised = await post(stage, "advice", {**asked, "customer_id": str(MARIA)}, agent)

    assert (nameless.status_code, nameless.json()["code"]) == (422, "customer-missing")
    assert [one["rule"] for one in found.json()["findings"]] == ["B-03", "B-29"]
    [breakage] = advised.json()["outcome"]["risks"]
    assert (breakage["result"], breakage["prevent"]) == ("keep", True)
    assert breakage["figures"]["advantage"] == "248.40"


@pytest.mark.parametrize("name", ["commission", "sales_target", "campaign", "margin", "product"])
@pytest.mark.parametrize("place", ["", "/situation", "/situation/risks/0", "/situation/means"])
async def test_nobody_can_even_say_what_would_be_earned(
    stage: Stage, name: str, place: str
) -> None:
    me = await maria(stage)
    asked = a_question()
    inside: Any = asked
    for step in place.split("/")[1:]:
        inside = inside[int(step) if step.isdigit() else step]
    inside[name] = "100.00"

    answer = await post(stage, "advice", asked, me)

    assert answer.status_code == 422
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == [f"{place}/{name}"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"maximum_loss": "399.99"}, "/situation/risks/0/maximum_loss"),
        ({"maximum_loss": "-1.00"}, "/situation/risks/0/maximum_loss"),
        ({"duty": "moon_landing"}, "/situation/risks/0/duty"),
        ({"duty": "loan_contract"}, "/situation/risks/0/contract"),
        ({"found_by": "H-06"}, "/situation/risks/0/found_by"),
        ({"covered_elsewhere": "perhaps"}, "/situation/risks/0/covered_elsewhere"),
        ({"frequency": "NaN"}, "/situation/risks/0/frequency"),
        ({"losses": [{"amount": "1.00", "probability": "1"}]}, "/situation/risks/0/losses"),
    ],
)
async def test_figures_that_cannot_be_are_refused(
    stage: Stage, changes: dict[str, Any], pointer: str
) -> None:
    me = await maria(stage)

    answer = await post(stage, "advice", a_question(**changes), me)

    assert answer.status_code == 422, answer.text
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == [pointer]


async def test_what_is_missing_is_listed_and_nothing_is_advised(stage: Stage) -> None:
    me = await maria(stage)
    asked = a_question(maximum_loss=None, covered_elsewhere="dont_know")

    [one] = (await post(stage, "advice", asked, me)).json()["outcome"]["risks"]

    assert (one["result"], one["missing"]) == ("no_advice", ["covered_elsewhere", "maximum_loss"])


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"stage": None}, "/stage"),
        ({"questionnaire": "moon"}, "/questionnaire"),
        ({"answers": [{"question": "moon", "answer": "yes"}]}, "/answers/0/question"),
        ({"answers": [{"question": "drives", "answer": "7"}]}, "/answers/0/answer"),
        ({"answers": [{"question": "pipes_age", "answer": "yes"}]}, "/answers/0/answer"),
        ({"corrections": [{"rule": "B-01", "severity": "1", "frequency": "1"}]},
         "/corrections/0/rule"),
    ],
)  # fmt: skip
async def test_an_answer_to_no_question_is_refused(
    stage: Stage, changes: dict[str, Any], pointer: str
) -> None:
    me = await maria(stage)

    answer = await post(stage, "risk-profiles", {**ANSWERS, **changes}, me)

    assert answer.status_code in {404, 422}, answer.text
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("decision", "pointer"),
    [
        ({"follows": "yes"}, "/risk"),
        ({"follows": "yes", "risk": "moon"}, "/risk"),
        ({"follows": "no", "risk": "phone"}, "/reason"),
    ],
)
async def test_a_decision_names_its_risk_and_its_reason(
    stage: Stage, decision: dict[str, str], pointer: str
) -> None:
    me = await maria(stage)
    advised = await post(stage, "advice", a_family_asks(found_by=None), me)

    answer = await stage.http.put(
        f"{advised.headers['Location']}/decision",
        json=decision,
        headers={**me, "If-Match": '"1"'},
    )

    assert answer.status_code == 422, answer.text
    assert [wrong["pointer"] for wrong in answer.json()["errors"]] == [pointer]


async def test_a_stranger_finds_nothing_and_other_desks_are_refused(stage: Stage) -> None:
    me = await maria(stage)
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)
    profile = (await post(stage, "risk-profiles", ANSWERS, me)).headers["Location"]
    advice = (await post(stage, "advice", a_question(), me)).headers["Location"]

    for path in (profile, advice, f"{advice}/replay"):
        assert (await stage.http.get(path, headers=me)).status_code == 200
        assert (await stage.http.get(path, headers=wei)).status_code == 404
        assert (await stage.http.get(path, headers=stage.as_(Role.FINANCE))).status_code == 403
        assert (await stage.http.get(path)).status_code == 401
    decision = await stage.http.put(
        f"{advice}/decision", json={"follows": "yes"}, headers={**wei, "If-Match": '"1"'}
    )
    hers = {"customer_id": str(MARIA)}
    assert decision.status_code == 404
    assert (await post(stage, "advice", {**a_question(), **hers}, wei)).status_code == 404
    assert (await post(stage, "risk-profiles", {**ANSWERS, **hers}, wei)).status_code == 404
    for path in ("risk-profiles", "advice"):
        seen = [await stage.http.get(f"/v1/{path}", headers=who) for who in (me, wei)]
        assert [len(page.json()["items"]) for page in seen] == [1, 0]


async def test_a_replay_says_when_the_method_says_something_else_now(stage: Stage) -> None:
    me = await maria(stage)
    one = (await post(stage, "advice", a_question(), me)).headers["Location"]
    async with stage.running.works() as work:
        advice = await work.session.get(Advice, UUID(one.rpartition("/")[2]))
        assert advice is not None
        advice.outcome = replace(advice.outcome, kept_advantage=Decimal(7))

    replayed = await stage.http.get(f"{one}/replay", headers=me)

    assert replayed.json()["equal"] is False
    assert replayed.json()["outcome"]["kept_advantage"] == "69.04"
