"""Another place is another risk: what was answered of the old one is asked anew, in words."""

from typing import Any

import pytest
from arranged.homes import a_home

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA
from policy.examples.selling import an_authority

SEVILLA = {"line": "Calle Feria 3", "city": "Sevilla", "postal_code": "41003", "country": "ES"}
THERE = {
    "building_sum": "200000.00", "construction": "masonry", "building_age": 25,
    "flood_zone": "C", "alarm": "true", "floor_area": 110, "flood_claims_10y": 0,
}  # fmt: skip


@pytest.fixture
async def policy(stage: Stage) -> str:
    """María's home in Valencia."""
    await stage.given(an_authority(), an_authority("sol", 2))
    return await a_home(stage)


def moved(**said: Any) -> dict[str, Any]:
    answers = [{"question": name, "answer": one} for name, one in said.items()]
    return {"place": SEVILLA, "answers": answers}


async def asks(stage: Stage, policy: str, change: Any, language: str = "en") -> Any:
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")
    answer = await stage.http.post(
        f"/v1/policies/{policy}/endorsements",
        json={"effective_on": "2026-05-01", "change": change, "reason": "We move."},
        headers={**maria, **stage.key(), "Accept-Language": language},
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def accepts(stage: Stage, policy: str, wish: Any, who: dict[str, str]) -> Any:
    return await stage.http.put(
        f"/v1/policies/{policy}/endorsements/{wish['id']}/acceptance",
        headers={**who, "If-Match": '"1"'},
    )


async def test_another_place_waits_until_its_questions_are_answered(
    stage: Stage, policy: str
) -> None:
    sol = stage.as_(Role.UNDERWRITER, subject="sol")
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")
    wish = await asks(stage, policy, moved(), "es")
    some = await asks(stage, policy, moved(flood_zone="C"))

    refused = [await accepts(stage, policy, wish, who) for who in (maria, sol)]

    assert wish["referred"][0] == "UW-HOUSE-02"
    assert set(wish["referred"][1:]) == set(THERE)
    assert {one["id"] for one in wish["questions"]} == set(THERE)
    assert "flood_zone" not in some["referred"]
    assert wish["because"][0].startswith("Desde entonces se asegura otro lugar")
    assert len(wish["because"]) == len(wish["referred"])
    assert [(one.status_code, one.json()["code"]) for one in refused] == [
        (409, "answers-missing")
    ] * 2
    tasks = await stage.http.get("/v1/tasks?status=open", headers=sol)
    assert {one["kind"] for one in tasks.json()["items"]} == {"endorsement_to_decide"}


async def test_with_its_questions_answered_it_is_judged_as_any_change(
    stage: Stage, policy: str
) -> None:
    wish = await asks(stage, policy, moved(**THERE))
    worse = await asks(stage, policy, moved(**{**THERE, "flood_zone": "D"}))
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA, subject="maria")

    taken = await accepts(stage, policy, wish, maria)

    assert wish["referred"] == []
    assert taken.status_code == 200, taken.text
    assert worse["to_pay"]["amount"] > "0.00"
    assert worse["referred"] == ["flood_defence"]
    assert [one["id"] for one in worse["questions"]] == ["flood_defence"]
    assert worse["because"][0].startswith("We need your answer to this question:")


@pytest.mark.parametrize("language", ["en", "es", "zh"])
async def test_no_change_is_looked_at_without_a_word_on_why(
    stage: Stage, policy: str, language: str
) -> None:
    change = {"answers": [{"question": "building_sum", "answer": "900000.00"}]}
    wish = await asks(stage, policy, change, language)

    assert "AUTHORITY" in wish["referred"]
    assert "EL-AUTOMATIC-SUM" in wish["referred"]
    assert len(wish["because"]) == len(set(wish["referred"]))
