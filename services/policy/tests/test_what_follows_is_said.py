"""Notices and clocks say what truly follows: cover rests, or the contract ends."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from arranged.unpaid import (
    a_contract,
    clocks,
    last,
    notices,
    one,
    serve,
    status,
    suspended,
    unpaid,
    until,
)

from chassis.testing import Stage
from contracts.policy import NoticeNeeded
from policy.domain.policy import Status
from policy.storage import HouseBook

RESTS, ENDS = "queda en suspenso", "terminan el contrato y su cobertura"


async def late(stage: Stage, jurisdiction: str) -> UUID:
    """The notice about May was served in August only."""
    policy = await a_contract(stage, jurisdiction)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [notice] = await notices(stage)
    await until(stage, datetime(2026, 8, 1, 6, tzinfo=UTC))
    await serve(stage, notice)
    return policy


@pytest.mark.parametrize(
    ("jurisdiction", "said", "not_said"),
    [("ES", RESTS, "termina"), ("DE", RESTS, "termina"), ("FR", ENDS, RESTS)],
)
async def test_a_late_notice_says_what_follows_under_the_plan(
    stage: Stage, jurisdiction: str, said: str, not_said: str
) -> None:
    policy = await late(stage, jurisdiction)

    found = await clocks(stage, policy)
    [grace] = [clock for clock in found if clock["entry"].startswith("YB-LATE-NOTICE")]

    consequence = grace["explanation"][-1]
    assert (said in consequence, not_said in consequence) == (True, False)


@pytest.mark.parametrize(("jurisdiction", "then"), [("ES", "suspended"), ("FR", "lapsed")])
async def test_a_notice_says_whether_cover_rests_or_the_contract_ends(
    stage: Stage, jurisdiction: str, then: str
) -> None:
    policy = await a_contract(stage, jurisdiction)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))

    assert (await last(stage, NoticeNeeded)).follows == then


async def test_no_clock_says_that_lateness_costs_nothing_and_then_what_it_costs(
    stage: Stage,
) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)

    grace = await one(stage, policy, "grace")

    assert RESTS.replace("en suspenso", "suspendida") in grace["explanation"][-1]
    assert not any("no le priva" in told for told in grace["explanation"])


async def test_what_follows_under_a_law_is_said_of_what_it_follows_from(stage: Stage) -> None:
    policy = await suspended(stage)
    await until(stage, datetime(2026, 11, 2, 6, tzinfo=UTC))

    over = await one(stage, policy, "lapsed")

    law = HouseBook().law().entry("ES-15-EXTINCTION")
    assert over["explanation"][1:] == [law.obligation.say("es"), law.consequence.words.say("es")]


async def test_in_china_a_last_call_before_any_time_runs_is_the_demand_once_more(
    stage: Stage,
) -> None:
    more = {"currency": "CNY", "time_zone": "Asia/Shanghai"}
    policy = await a_contract(stage, "CN", "life", **more)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [demand] = await notices(stage)

    await until(stage, datetime(2026, 6, 15, 6, tzinfo=UTC))  # nobody showed that it arrived
    [again] = [one for one in await notices(stage) if one.due_on == demand.due_on]
    await serve(stage, again)
    grace = await one(stage, policy, "grace")

    assert (again.kind, again.pay_within) == ("demand", demand.pay_within)
    assert (grace["entry"], grace["due"]) == ("CN-36B", "2026-07-15T16:00:00Z")


async def test_a_last_call_does_not_follow_the_reminder_in_one_breath(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)

    await until(stage, datetime(2026, 5, 25, 6, tzinfo=UTC))  # nothing ran since 2 May

    assert [said.kind for said in await notices(stage)] == ["last_call"]
    assert await status(stage, policy) is Status.ISSUED


async def test_in_germany_letter_and_clock_give_the_same_time_after_a_stop(stage: Stage) -> None:
    policy = await a_contract(stage, "DE")
    await unpaid(stage, policy)

    await until(stage, datetime(2026, 7, 10, 6, tzinfo=UTC))
    said = [one for one in await notices(stage) if f"{one.due_on}" == "2026-05-01"]
    for notice in said:
        await serve(stage, notice)
    graces = [clock for clock in await clocks(stage, policy) if clock["about"] == "grace"]

    assert {one.rule.split(" · ")[-1] for one in said} == {"YB-LATE-NOTICE-RESTS"}
    assert "30 " in said[0].pay_within["en"]
    assert "YB-LATE-NOTICE-RESTS" in {clock["entry"] for clock in graces}
