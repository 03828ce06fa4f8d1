"""The service stood still over days of a renewal: what is still of use is done, and once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from arranged.renewing import (
    EVE,
    IN_FEBRUARY,
    LATE_IN_MARCH,
    NO_ALARM,
    TURN,
    a_flood_policy,
    a_home,
    dearer,
    maria,
    offered,
    put,
    read,
    renewal,
    said,
    tasks,
    until,
)

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.notifications import NoticeServed
from contracts.policy import PolicyExpired, PolicyRenewed, RenewalOffered, RenewalReminded
from contracts.roles import Role
from policy.examples import MARIA

REMINDS = datetime(2027, 3, 16, 12, tzinfo=UTC)


async def stops_until(stage: Stage, instant: datetime) -> list[Any]:
    """The service stands still: all that was due meanwhile rings at once."""
    await stage.passes(instant - stage.clock.now())
    return await said(stage)


async def test_a_stop_over_the_notices_last_day_and_the_reminders_loses_neither(
    stage: Stage,
) -> None:
    policy, _ = await dearer(stage, "ES")

    happened = await stops_until(stage, LATE_IN_MARCH)
    waiting = await tasks(stage, Role.AGENT)
    more = await until(stage, EVE - timedelta(hours=2))

    [reminded] = happened
    assert isinstance(reminded, RenewalReminded)
    assert reminded.answer_by > LATE_IN_MARCH
    assert waiting == ["renewal_notice_not_served"]
    assert more == []  # nothing twice
    assert (await renewal(stage, policy))["status"] == "offered"


async def test_a_stop_over_the_notices_day_alone_leaves_the_reminder_to_its_own(
    stage: Stage,
) -> None:
    await dearer(stage, "ES")

    at_first = await stops_until(stage, datetime(2027, 3, 1, tzinfo=UTC))
    then = await until(stage, LATE_IN_MARCH)

    assert at_first == []
    assert [type(one) for one in then] == [RenewalReminded]
    assert await tasks(stage, Role.AGENT) == ["renewal_notice_not_served"]


async def test_no_task_is_raised_again_for_a_notice_somebody_saw_to(stage: Stage) -> None:
    await dearer(stage, "ES")
    await until(stage, IN_FEBRUARY)
    agent = stage.as_(Role.AGENT)
    [task] = [
        one
        for one in (await stage.http.get("/v1/tasks?status=open", headers=agent)).json()["items"]
        if one["kind"] == "renewal_notice_not_served"
    ]
    path = f"/v1/tasks/{task['id']}"
    shown = await stage.http.get(path, headers=agent)
    tag = {"If-Match": shown.headers["ETag"]}
    done = await stage.http.put(
        f"{path}/completion", json={"outcome": "Called her."}, headers={**agent, **tag}
    )
    assert done.status_code == 200, done.text

    await stops_until(stage, LATE_IN_MARCH)

    assert await tasks(stage, Role.AGENT) == []


async def test_evidence_that_comes_after_the_stop_closes_the_task_it_makes_needless(
    stage: Stage,
) -> None:
    policy, offer = await dearer(stage, "ES")
    in_january = stage.clock.now()
    await stops_until(stage, IN_FEBRUARY)
    before = await tasks(stage, Role.AGENT)

    about: dict[str, Any] = {"notice_id": offer.notice_id, "customer_id": MARIA}
    await stage.hears(NoticeServed(**about, delivery_id=new_id(), served_at=in_january))

    assert before == ["renewal_notice_not_served"]
    assert await tasks(stage, Role.AGENT) == []
    assert (await renewal(stage, policy))["notices"][-1]["served_at"] is not None


async def test_who_answered_during_the_stop_is_neither_reminded_nor_looked_for(
    stage: Stage,
) -> None:
    policy, _ = await dearer(stage, "ES")
    await put(stage, policy, "acceptance", maria(stage))
    await said(stage)

    happened = await stops_until(stage, LATE_IN_MARCH)

    assert happened == []
    assert await tasks(stage, Role.AGENT) == []


async def test_a_stop_over_the_eve_reminds_and_leaves_it_open_until_the_end(stage: Stage) -> None:
    policy = await a_flood_policy(stage)
    await offered(stage)

    [reminded] = await stops_until(stage, EVE + timedelta(hours=14))

    assert isinstance(reminded, RenewalReminded)
    assert (reminded.silence, reminded.answer_by) == ("ends", reminded.cover_until)
    assert (await put(stage, policy, "acceptance", maria(stage))).status_code == 200
    [_, renewed] = await until(stage, reminded.cover_until + timedelta(hours=1))
    assert isinstance(renewed, PolicyRenewed)


async def test_who_does_not_answer_a_reminder_that_came_so_late_is_for_a_person(
    stage: Stage,
) -> None:
    await a_flood_policy(stage)
    await offered(stage)
    await stops_until(stage, EVE + timedelta(hours=14))

    [expired] = await until(stage, TURN + timedelta(hours=12))

    assert isinstance(expired, PolicyExpired)
    assert not expired.untold
    assert await tasks(stage) == ["renewal_unanswered"]


async def test_who_was_never_reminded_hears_that_and_a_person_knows(stage: Stage) -> None:
    await a_flood_policy(stage)
    await offered(stage)

    [expired] = await stops_until(stage, TURN + timedelta(days=40))

    assert isinstance(expired, PolicyExpired)
    assert expired.untold
    assert await tasks(stage) == ["renewal_unanswered"]


@pytest.mark.parametrize("law", ["ES", "DE", "CN"])
async def test_what_renews_by_itself_and_was_never_offered_goes_on_as_it_was(
    stage: Stage, law: str
) -> None:
    policy = await a_home(stage, law)

    [renewed] = await stops_until(stage, TURN + timedelta(days=40))

    assert isinstance(renewed, PolicyRenewed)
    assert (renewed.how, renewed.untold) == ("old_terms", True)
    assert (await read(stage, policy))["cover"] == "in_force"
    assert await tasks(stage) == ["old_terms_stand"]


async def test_what_asks_and_was_never_offered_ends_with_a_word_and_a_task(stage: Stage) -> None:
    await a_flood_policy(stage)

    [expired] = await stops_until(stage, TURN + timedelta(days=40))

    assert isinstance(expired, PolicyExpired)
    assert expired.untold
    assert await tasks(stage) == ["renewal_notice_not_served"]


async def test_an_offer_made_anew_right_after_a_stop_is_its_own_reminder(stage: Stage) -> None:
    """The reminder's day was missed, and she is asked anew: one letter, not two."""
    policy, _ = await dearer(stage, "ES")
    await stops_until(stage, REMINDS - timedelta(days=1))
    stage.clock.advance(timedelta(days=3))  # and nothing rings

    await put(stage, policy, "terms", stage.as_(Role.UNDERWRITER), NO_ALARM)
    happened = await until(stage, LATE_IN_MARCH + timedelta(days=5))

    assert [type(one) for one in happened] == [RenewalOffered]
