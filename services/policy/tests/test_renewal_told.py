"""What she reads of a next term: why, in her language, and the price to what she pays."""

from datetime import timedelta
from decimal import Decimal

import pytest
from arranged.next_terms import a_renewal
from arranged.renewing import (
    OF,
    TURN,
    a_flood_policy,
    a_home,
    maria,
    offered,
    put,
    renewal,
    tasks,
    until,
)

from chassis.testing import Stage
from contracts.insured import Language
from contracts.roles import Role
from policy.domain.policy import Status
from policy.domain.renewing.clock_words import OR_IT_ENDS
from policy.domain.renewing.reasons import Why
from policy.domain.renewing.why import reason_code, reason_in
from policy.storage import HouseBook

NOW = TURN - timedelta(days=30)
ENDED = [one for one in Status if one is not Status.ISSUED]
"""Of a contract that is in force no renewal is closed."""


async def test_with_taxes_the_steps_add_up_to_what_she_pays(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)

    shown = await renewal(stage, policy)

    steps = [Decimal(one["change"]["amount"]) for one in (*shown["walk"], shown["taxes"])]
    assert shown["taxes"]["text"] == "Impuestos y recargos"
    assert Decimal(shown["taxes"]["change"]["amount"]) > 0
    assert sum(steps) == Decimal(shown["rise"]["amount"])


async def test_who_is_asked_and_loses_cover_by_silence_hears_only_that(stage: Stage) -> None:
    policy = await a_flood_policy(stage)
    await offered(stage)

    items = (await stage.http.get(f"{OF}/{policy}/clocks", headers=maria(stage))).json()["items"]
    clocks = {one["about"]: one for one in items}

    assert "renewal" not in clocks  # nobody need say no
    assert clocks["renewal_answer"]["to_do"] == OR_IT_ENDS[Language.SPANISH]


async def test_why_it_ended_is_told_in_her_language_with_a_code(stage: Stage) -> None:
    policy = await a_flood_policy(stage)
    await offered(stage)
    await until(stage, TURN + timedelta(hours=12))

    shown = await renewal(stage, policy)

    assert shown["reason_code"] == "not_accepted"
    assert shown["reason"] == "No aceptó a tiempo el nuevo periodo."
    assert await tasks(stage) == []


async def test_what_a_person_wrote_is_told_as_it_was_written(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    why = {"reason": "The river wall was taken down."}

    await put(stage, policy, "non-renewal", stage.as_(Role.UNDERWRITER), why)

    shown = await renewal(stage, policy)
    assert (shown["reason"], shown["reason_code"]) == (why["reason"], None)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("why", [*Why, *(f"the contract is {one}" for one in ENDED)])
def test_every_reason_of_the_rules_has_a_code_and_words(why: str, language: Language) -> None:
    one = a_renewal()
    one.end(why, at=NOW)

    assert reason_code(one) is not None
    assert reason_in(one, language) != one.reason


@pytest.mark.parametrize(("rises", "rule"), [(True, "DE-40-NOTICE"), (False, "YB-RENEWAL-OFFER")])
async def test_DE_40_is_quoted_only_for_a_rise(stage: Stage, rises: bool, rule: str) -> None:  # noqa: N802, FBT001
    policy = await a_home(stage, "DE", building_age=20 if rises else 60)
    offer = await offered(stage)

    assert (offer.this_year > offer.last_year) is rises
    assert offer.rule == rule
    assert (await renewal(stage, policy))["notices"][-1]["rule"] == rule
    assert HouseBook().law().entry(offer.rule)
