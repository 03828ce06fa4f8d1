"""Who must answer is reminded once, of what is true then; no stop of the service loses a word."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from arranged.renewing import (
    EVE,
    IN_FEBRUARY,
    OF,
    TURN,
    a_flood_policy,
    a_home,
    hears_of,
    maria,
    offered,
    put,
    renewal,
    said,
    tasks,
    until,
)

from chassis.testing import Stage
from contracts.insured import Language
from contracts.policy import PolicyRenewed, RenewalOffered, RenewalReminded
from contracts.roles import Role
from policy.domain.renewing.clocks import OR_AS_IT_WAS, TO_ANSWER

NO_ALARM = {"change": {"answers": [{"question": "alarm", "answer": "false"}]}}
"""13 % more with the house a year older, where the product lets 10 pass."""
LATE_IN_MARCH = datetime(2027, 3, 20, tzinfo=UTC)
REMINDS = datetime(2027, 3, 16, 12, tzinfo=UTC)


async def dearer(stage: Stage, law: str) -> tuple[UUID, RenewalOffered]:
    """An underwriter offers more than may pass in silence; nobody has heard of it yet."""
    policy = await a_home(stage, law)
    await offered(stage)
    await put(stage, policy, "terms", stage.as_(Role.UNDERWRITER), NO_ALARM)
    [offer] = await said(stage)
    assert isinstance(offer, RenewalOffered)
    return policy, offer


async def answer_clock(stage: Stage, policy: UUID) -> Any:
    shown = await renewal(stage, policy)
    found = [one for one in shown["clocks"] if one["about"] == "renewal_answer"]
    return found[0] if found else None


async def stops_until(stage: Stage, instant: datetime) -> list[Any]:
    """The service stands still: all that was due meanwhile rings at once."""
    await stage.passes(instant - stage.clock.now())
    return await said(stage)


@pytest.mark.parametrize(
    ("law", "served", "silence"),
    [
        ("UK", "in time", "ends"),
        ("UK", "late", "ends"),
        ("UK", "never", "old_terms"),
        ("ES", "in time", "old_terms"),
        ("ES", "late", "old_terms"),
        ("ES", "never", "old_terms"),
    ],
)
async def test_what_is_said_of_silence_is_what_silence_comes_to(
    stage: Stage, law: str, served: str, silence: str
) -> None:
    policy, offer = await dearer(stage, law)
    if served == "in time":
        await hears_of(stage, offer)
    await until(stage, datetime(2027, 3, 10, tzinfo=UTC))
    if served == "late":
        await hears_of(stage, offer)

    [reminded] = await until(stage, LATE_IN_MARCH)
    shown, clock = await renewal(stage, policy), await answer_clock(stage, policy)
    happened = await until(stage, TURN)

    assert isinstance(reminded, RenewalReminded)
    assert (reminded.silence, shown["silence"], shown["asked"]) == (silence, silence, True)
    told_to = OR_AS_IT_WAS[Language.SPANISH] if silence == "old_terms" else None
    assert (clock["to_do"] == told_to) == (silence == "old_terms")
    assert ("solo comienza si lo acepta" in clock["obligation"].lower()) == (silence == "ends")
    renewed = [one.how for one in happened if isinstance(one, PolicyRenewed)]
    assert renewed == (["old_terms"] if silence == "old_terms" else [])


async def test_a_rise_within_the_limit_told_late_is_on_offer_and_the_old_terms_stand(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    offer = await offered(stage, served=False)
    before = await renewal(stage, policy)
    await until(stage, IN_FEBRUARY)
    await hears_of(stage, offer)

    after, clock = await renewal(stage, policy), await answer_clock(stage, policy)

    assert (before["silence"], before["asked"]) == ("by_terms", False)
    assert (after["silence"], after["asked"]) == ("old_terms", True)
    assert clock["to_do"] == OR_AS_IT_WAS[Language.SPANISH]


async def test_DE_40_a_rise_without_effect_gives_nothing_to_leave_for(stage: Stage) -> None:  # noqa: N802
    policy = await a_home(stage, "DE")
    offer = await offered(stage, served=False)
    await until(stage, LATE_IN_MARCH)
    await hears_of(stage, offer)

    shown = await stage.http.get(f"{OF}/{policy}/clocks", headers=maria(stage))

    assert "renewal_leave" not in [one["about"] for one in shown.json()["items"]]


async def test_who_hears_so_late_that_silence_would_end_it_is_told_so_at_once(
    stage: Stage,
) -> None:
    """By its letter it would have renewed by itself: our own wording asks when that came late."""
    policy = await a_home(stage, "UK")
    offer = await offered(stage, served=False)
    nothing = await until(stage, LATE_IN_MARCH)
    before = await answer_clock(stage, policy)

    await hears_of(stage, offer)
    await stage.passes(timedelta(0))
    [reminded] = await said(stage)

    assert nothing == []
    assert before["to_do"] == OR_AS_IT_WAS[Language.SPANISH]
    assert isinstance(reminded, RenewalReminded)
    assert reminded.silence == (await renewal(stage, policy))["silence"] == "ends"


async def test_what_a_reminder_said_of_silence_holds(stage: Stage) -> None:
    """Told that silence keeps the terms, she does not lose cover as the notice came after all."""
    policy, offer = await dearer(stage, "UK")
    [reminded] = await until(stage, LATE_IN_MARCH)
    await hears_of(stage, offer)

    shown = await renewal(stage, policy)
    [renewed] = await until(stage, TURN)

    assert isinstance(reminded, RenewalReminded)
    assert reminded.silence == shown["silence"] == "old_terms"
    assert isinstance(renewed, PolicyRenewed)
    assert renewed.how == "old_terms"


async def test_what_is_offered_too_late_for_the_notice_does_not_say_it_renews_by_itself(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    await offered(stage, served=False)
    await until(stage, IN_FEBRUARY)  # two months ahead was 1 February

    await put(stage, policy, "terms", stage.as_(Role.UNDERWRITER), {"change": {}})
    [offer] = await said(stage)

    assert isinstance(offer, RenewalOffered)
    assert (offer.asked, offer.silence) == (True, "old_terms")


async def test_a_refusal_of_ours_nobody_heard_of_is_not_shown_as_the_end_of_cover(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    await offered(stage)
    reason = {"reason": "The river wall is down."}
    await put(stage, policy, "non-renewal", stage.as_(Role.UNDERWRITER), reason)

    async def abouts() -> list[str]:
        shown = await stage.http.get(f"{OF}/{policy}/clocks", headers=maria(stage))
        return [one["about"] for one in shown.json()["items"]]

    before = await abouts()
    await until(stage, LATE_IN_MARCH)

    assert ("expiry" in before, "renewed" in before) == (True, False)
    assert "renewed" in await abouts()


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


async def test_who_answered_during_the_stop_is_neither_reminded_nor_looked_for(
    stage: Stage,
) -> None:
    policy, _ = await dearer(stage, "ES")
    await put(stage, policy, "acceptance", maria(stage))
    await said(stage)

    happened = await stops_until(stage, LATE_IN_MARCH)

    assert happened == []
    assert await tasks(stage, Role.AGENT) == []


async def test_a_stop_over_the_eve_settles_and_reminds_nobody(stage: Stage) -> None:
    policy = await a_flood_policy(stage)
    await offered(stage)

    happened = await stops_until(stage, EVE + timedelta(hours=14))

    assert happened == []
    assert (await renewal(stage, policy))["status"] == "ended"


async def test_an_offer_made_anew_right_after_a_stop_is_its_own_reminder(stage: Stage) -> None:
    """The reminder's day was missed, and she is asked anew: one letter, not two."""
    policy, _ = await dearer(stage, "ES")
    await stops_until(stage, REMINDS - timedelta(days=1))
    stage.clock.advance(timedelta(days=3))  # and nothing rings

    await put(stage, policy, "terms", stage.as_(Role.UNDERWRITER), NO_ALARM)
    happened = await until(stage, LATE_IN_MARCH + timedelta(days=5))

    assert [type(one) for one in happened] == [RenewalOffered]


async def test_the_end_of_a_term_tells_who_must_answer_to_answer(stage: Stage) -> None:
    policy, offer = await dearer(stage, "UK")
    await hears_of(stage, offer)

    shown = await renewal(stage, policy)

    [end] = [one for one in shown["clocks"] if one["about"] == "expiry"]
    assert end["to_do"] == TO_ANSWER[Language.SPANISH]
