"""Who must answer is reminded once, of what is true then; no stop of the service loses a word."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from arranged.renewing import (
    IN_FEBRUARY,
    LATE_IN_MARCH,
    OF,
    TURN,
    a_home,
    dearer,
    hears_of,
    maria,
    offered,
    put,
    renewal,
    said,
    until,
)

from chassis.testing import Stage
from contracts.insured import Language
from contracts.policy import PolicyRenewed, RenewalOffered, RenewalReminded
from contracts.roles import Role
from policy.domain.renewing.clock_words import OR_AS_IT_WAS, TO_ANSWER


async def answer_clock(stage: Stage, policy: UUID) -> Any:
    shown = await renewal(stage, policy)
    found = [one for one in shown["clocks"] if one["about"] == "renewal_answer"]
    return found[0] if found else None


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


async def test_the_end_of_a_term_tells_who_must_answer_to_answer(stage: Stage) -> None:
    policy, offer = await dearer(stage, "UK")
    await hears_of(stage, offer)

    shown = await renewal(stage, policy)

    [end] = [one for one in shown["clocks"] if one["about"] == "expiry"]
    assert end["to_do"] == TO_ANSWER[Language.SPANISH]
