"""A change of the risk is judged by the rules of the sale; nobody goes round them by endorsing."""

from typing import Any

import pytest
from arranged.homes import a_home

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA
from policy.examples.selling import an_authority


@pytest.fixture
async def policy(stage: Stage) -> str:
    """María's home in Valencia."""
    await stage.given(an_authority(), an_authority("sol", 2))
    return await a_home(stage)


def answers(**said: Any) -> dict[str, Any]:
    return {"answers": [{"question": name, "answer": one} for name, one in said.items()]}


async def asks(
    stage: Stage, policy: str, change: dict[str, Any], who: dict[str, str], **other: str
) -> Any:
    body = {"effective_on": "2026-05-01", "change": change, "reason": "So.", **other}
    return await stage.http.post(
        f"/v1/policies/{policy}/endorsements", json=body, headers={**who, **stage.key()}
    )


async def accepts(stage: Stage, policy: str, wish: Any, who: dict[str, str]) -> Any:
    return await stage.http.put(
        f"/v1/policies/{policy}/endorsements/{wish.json()['id']}/acceptance",
        headers={**who, "If-Match": '"1"'},
    )


@pytest.mark.parametrize(
    "change",
    [
        answers(building_sum="1900000.00"),
        answers(construction="timber"),
        answers(works_value="500000.00"),
        answers(business_use=True),
    ],
)
async def test_what_the_rules_do_not_accept_waits_for_an_underwriter(
    stage: Stage, policy: str, change: dict[str, Any]
) -> None:
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")
    wish = await asks(stage, policy, change, maria)
    assert wish.status_code == 201, wish.text

    hers = await accepts(stage, policy, wish, maria)
    agents = await accepts(stage, policy, wish, stage.as_(Role.AGENT, subject="ana"))
    nobodys = await accepts(stage, policy, wish, stage.as_(Role.UNDERWRITER, subject="stranger"))
    granted = await accepts(stage, policy, wish, stage.as_(Role.UNDERWRITER, subject="sol"))

    assert wish.json()["referred"]
    assert [one.status_code for one in (hers, agents, nobodys)] == [403, 403, 403]
    assert hers.json()["code"] == "needs-underwriter"
    assert nobodys.json()["code"] == "beyond-authority"
    tasks = await stage.http.get("/v1/tasks?status=open", headers=stage.as_(Role.UNDERWRITER))
    assert [one["kind"] for one in tasks.json()["items"]] == ["endorsement_to_decide"]
    if "building_sum" not in str(change):
        assert granted.status_code == 200, granted.text


async def test_who_asks_for_it_does_not_accept_it(stage: Stage, policy: str) -> None:
    sol = stage.as_(Role.UNDERWRITER, subject="sol")
    wish = await asks(stage, policy, answers(construction="timber"), sol)

    answer = await accepts(stage, policy, wish, sol)

    assert (answer.status_code, answer.json()["code"]) == (403, "four-eyes")


@pytest.mark.parametrize(
    "change",
    [
        answers(contents_sum="45000.00"),
        answers(claims=2),
        {"contact": "Ana"},
        {"beneficiaries": [{"name": "Ana Santos", "percent": 100}]},
        answers(contents_sum="20000.00"),
        answers(contents_sum="0.00"),
        answers(deductible="500"),
        answers(alarm=False),
    ],
)
async def test_what_is_standard_she_accepts_herself(
    stage: Stage, policy: str, change: dict[str, Any]
) -> None:
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")
    wish = await asks(stage, policy, change, maria)
    assert wish.status_code == 201, wish.text

    answer = await accepts(stage, policy, wish, maria)

    assert wish.json()["referred"] == []
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "change",
    [
        answers(flood_zone="A"),
        answers(claims=0),
        answers(building_age=3),
        answers(claims=0, construction="mixed"),  # what costs more does not hide it
        answers(claims=0, contents_sum="20000.00"),  # nor does less cover
    ],
)
async def test_an_answer_that_makes_it_cheaper_is_looked_at_first(
    stage: Stage, policy: str, change: dict[str, Any]
) -> None:
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")
    wish = await asks(stage, policy, change, {**maria, "Accept-Language": "es"})
    assert wish.status_code == 201, wish.text

    hers = await accepts(stage, policy, wish, maria)
    agents = await accepts(stage, policy, wish, stage.as_(Role.AGENT, subject="ana"))
    nobodys = await accepts(stage, policy, wish, stage.as_(Role.UNDERWRITER, subject="stranger"))
    granted = await accepts(stage, policy, wish, stage.as_(Role.UNDERWRITER, subject="sol"))

    assert wish.json()["referred"] == ["UW-HOUSE-01"]
    [why] = wish.json()["because"]
    assert "justificante" in why
    assert [one.status_code for one in (hers, agents, nobodys)] == [403, 403, 403]
    assert hers.json()["code"] == "needs-underwriter"
    tasks = await stage.http.get("/v1/tasks?status=open", headers=stage.as_(Role.UNDERWRITER))
    assert [one["kind"] for one in tasks.json()["items"]] == ["endorsement_to_decide"]
    assert granted.status_code == 200, granted.text


async def test_what_was_dearer_from_a_later_day_is_not_made_cheaper_from_an_earlier_one(
    stage: Stage, policy: str
) -> None:
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")
    flooded = await asks(stage, policy, answers(claims=2), maria, effective_on="2026-08-01")
    await accepts(stage, policy, flooded, maria)

    stays = await asks(stage, policy, answers(claims=1), maria, resolution="keep_later")
    forgets = await asks(stage, policy, answers(claims=1), maria, resolution="overwrite")

    assert (stays.json()["referred"], forgets.json()["referred"]) == ([], ["UW-HOUSE-01"])


async def test_whoever_sells_it_does_not_make_it_cheaper_and_an_underwriter_does(
    stage: Stage, policy: str
) -> None:
    ana, sol = stage.as_(Role.AGENT, subject="ana"), stage.as_(Role.UNDERWRITER, subject="sol")
    of_ana = await asks(stage, policy, answers(flood_zone="B"), ana)
    of_sol = await asks(stage, policy, answers(flood_zone="A"), sol)

    by_ana = await accepts(stage, policy, of_ana, ana)
    by_sol = await accepts(stage, policy, of_sol, sol)

    assert (by_ana.status_code, by_ana.json()["code"]) == (403, "needs-underwriter")
    assert by_sol.status_code == 200, by_sol.text


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"place": {"line": "Rue 1", "city": "Paris", "country": "FR"}}, "/change/place/country"),
        (answers(claims="many"), "/change/answers/0/answer"),
        (answers(contents_sum="45000.00", moon="full"), "/change/answers/1/answer"),
    ],
)
async def test_what_cannot_be_is_refused_where_it_was_said(
    stage: Stage, policy: str, change: dict[str, Any], pointer: str
) -> None:
    wish = await asks(stage, policy, change, stage.as_(Role.AGENT))

    assert wish.status_code == 422, wish.text
    assert [one["pointer"] for one in wish.json()["errors"]] == [pointer]
