"""An offer that came late takes nobody's right to say no, and a late no is not lost."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from arranged.renewing import (
    OF,
    TURN,
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
from contracts.policy import (
    PolicyExpired,
    PolicyRenewed,
    RenewalDeclined,
    RenewalOffered,
    RenewalRefusedLate,
)
from contracts.roles import Role

LATE = datetime(2027, 3, 10, 9, tzinfo=UTC)
"""ES-22-CUSTOMER was over on the 1st."""
A_FORTNIGHT = timedelta(days=14)


async def offered_late(stage: Stage, law: str = "ES", at: datetime = LATE) -> tuple[UUID, Any]:
    """The service stood still over the last day for a no; then the offer goes out, and arrives."""
    policy = await a_home(stage, law)
    await stage.passes(at - stage.clock.now())
    [offer] = await said(stage)
    assert isinstance(offer, RenewalOffered)
    await hears_of(stage, offer)
    return policy, offer


async def clocks(stage: Stage, policy: UUID) -> dict[str, Any]:
    answer = await stage.http.get(f"{OF}/{policy}/clocks", headers=maria(stage))
    return {item["about"]: item for item in answer.json()["items"]}


async def test_a_no_within_a_fortnight_of_an_offer_that_came_late_counts(stage: Stage) -> None:
    policy, offer = await offered_late(stage)
    told = (await clocks(stage, policy))["renewal"]
    await until(stage, LATE + A_FORTNIGHT - timedelta(hours=1))

    answer = await put(stage, policy, "refusal", maria(stage))
    [declined, expired] = await until(stage, TURN)

    assert offer.refusable_until == LATE + A_FORTNIGHT
    assert (told["entry"], datetime.fromisoformat(told["due"])) == ("house", LATE + A_FORTNIGHT)
    assert (answer.status_code, answer.json()["status"]) == (200, "declined")
    assert isinstance(declined, RenewalDeclined)
    assert isinstance(expired, PolicyExpired)
    assert not expired.untold
    assert await tasks(stage) == []


async def test_it_counts_no_longer_than_until_the_eve(stage: Stage) -> None:
    policy, offer = await offered_late(stage, at=datetime(2027, 3, 25, 9, tzinfo=UTC))

    assert offer.refusable_until == offer.answer_by == TURN - timedelta(days=1)
    assert (await put(stage, policy, "refusal", maria(stage))).status_code == 200


async def test_a_later_no_is_acknowledged_and_a_person_decides(stage: Stage) -> None:
    policy, offer = await offered_late(stage)
    await until(stage, LATE + A_FORTNIGHT)

    late = await put(stage, policy, "refusal", maria(stage))
    [heard] = await said(stage)
    again = await put(stage, policy, "refusal", maria(stage))
    shown = (await clocks(stage, policy))["renewed"]

    assert (late.status_code, again.status_code) == (202, 202)
    assert isinstance(heard, RenewalRefusedLate)
    assert (heard.refusable_until, heard.decided_by) == (LATE + A_FORTNIGHT, offer.answer_by)
    assert await said(stage) == []  # once
    assert (await renewal(stage, policy))["with_a_person"] is True
    assert "una persona decide" in shown["to_do"]

    await put(stage, policy, "refusal", stage.as_(Role.UNDERWRITER))
    assert [type(one) for one in await said(stage)] == [RenewalDeclined]
    assert "late_refusal" not in await tasks(stage)
    assert (await renewal(stage, policy))["with_a_person"] is False


async def test_no_late_no_waits_once_the_term_is_settled(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await until(stage, LATE)
    await put(stage, policy, "refusal", maria(stage))

    _, renewed = await until(stage, TURN)

    assert isinstance(renewed, PolicyRenewed)
    assert await tasks(stage) == []


async def test_after_a_no_she_hears_until_when_a_yes_counts(stage: Stage) -> None:
    policy = await a_home(stage)
    offer = await offered(stage)

    await put(stage, policy, "refusal", maria(stage))
    [declined] = await said(stage)

    assert isinstance(declined, RenewalDeclined)
    assert declined.accept_until == offer.answer_by
    assert (
        "antes del 31 de marzo de 2027 a las 0:00"
        in (await clocks(stage, policy))["expiry"]["to_do"]
    )
    await until(stage, offer.answer_by - timedelta(minutes=1))
    assert (await put(stage, policy, "acceptance", maria(stage))).status_code == 200
