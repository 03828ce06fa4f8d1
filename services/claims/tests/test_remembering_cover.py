"""Remembering cover, from outside: events in any order, as often as they come."""

import pytest

from chassis.testing import Stage
from claims.domain.cover import Cover
from claims.examples import (
    ENDS_AT,
    MARIA,
    NOW,
    POLICY,
    a_cover,
    a_report,
    the_cancellation,
    the_issue,
)
from contracts.roles import Role

ISSUE, CANCELLATION = the_issue(), the_cancellation()


async def rule_about_the_period(stage: Stage) -> str:
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    answer = await stage.http.post("/v1/claims", json=a_report(), headers={**maria, **stage.key()})
    return str(answer.json()["findings"][0]["rule"])


async def test_an_issued_policy_is_remembered_with_its_terms(stage: Stage) -> None:
    await stage.hears(ISSUE)

    cover = await stage.get(Cover, POLICY)

    assert vars_of(cover) == vars_of(a_cover())


@pytest.mark.parametrize("order", ["IC", "CI", "ICI", "CIC", "ICC", "CII", "CCII"])
async def test_a_cancelled_policy_is_cancelled_in_whatever_order_we_hear_of_it(
    stage: Stage, order: str
) -> None:
    told = {"I": ISSUE, "C": CANCELLATION}

    for letter in order:
        await stage.hears(told[letter])

    assert (await stage.get(Cover, POLICY)).until == CANCELLATION.ends_at
    assert await rule_about_the_period(stage) == "cancelled"


async def test_the_very_same_message_twice_changes_nothing(stage: Stage) -> None:
    await stage.hears(ISSUE)
    await stage.hears(ISSUE, again=True)

    assert (await stage.get(Cover, POLICY)).until == ENDS_AT
    assert await rule_about_the_period(stage) == "in_force"


async def test_a_loss_before_the_cancellation_is_still_covered(stage: Stage) -> None:
    await stage.hears(ISSUE, the_cancellation(ends_at=NOW))

    assert await rule_about_the_period(stage) == "in_force"


def vars_of(cover: Cover) -> dict[str, object]:
    return {name: getattr(cover, name) for name in Cover.__dataclass_fields__}
