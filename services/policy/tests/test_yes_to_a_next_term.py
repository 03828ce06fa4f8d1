"""She says yes: it is confirmed, whatever was said before, and refused clearly where it is vain."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from arranged.renewing import (
    EVE,
    IN_FEBRUARY,
    NO_ALARM,
    TURN,
    a_flood_policy,
    a_home,
    hears_of,
    maria,
    offered,
    put,
    renewal,
    said,
    until,
)
from arranged.unpaid import notices, paid, serve, status

from chassis.testing import Stage
from contracts.insured import Language
from contracts.policy import (
    PolicyRenewed,
    RenewalAccepted,
    RenewalDeclined,
    RenewalOffered,
    RenewalReminded,
)
from contracts.roles import Role
from policy.domain.offer import PaymentMode
from policy.domain.policy import Status
from policy.domain.renewing.clock_words import RESTS

WHO: dict[str, Any] = {"herself": maria, "an agent": lambda stage: stage.as_(Role.AGENT)}


@pytest.mark.parametrize("who", WHO)
async def test_every_yes_is_confirmed_with_what_was_agreed_and_what_it_costs(
    stage: Stage, who: str
) -> None:
    policy = await a_home(stage)
    offer = await offered(stage)
    await until(stage, datetime(2027, 1, 20, tzinfo=UTC))

    await put(stage, policy, "acceptance", WHO[who](stage))
    [accepted] = await said(stage)

    assert isinstance(accepted, RenewalAccepted)
    assert (accepted.total, accepted.premium) == (offer.this_year, offer.this_year_net)
    assert (accepted.starts_at, accepted.ends_at) == (TURN, datetime(2028, 3, 31, 22, tzinfo=UTC))
    assert (accepted.payment_mode, accepted.declined_before) == ("yearly", False)
    limits = {one.cover: (one.limit.amount, one.deductible.amount) for one in accepted.covers}
    assert limits["theft"] == (Decimal("40000.00"), Decimal("250.00"))
    assert accepted.cover_names["theft"]["es"] == "Robo"
    assert accepted.refusable_until == datetime(2027, 3, 1, 23, tzinfo=UTC)


async def test_a_yes_after_a_no_says_that_the_contract_does_not_end(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await until(stage, IN_FEBRUARY)
    await put(stage, policy, "refusal", maria(stage))
    await until(stage, datetime(2027, 3, 10, tzinfo=UTC))

    answer = await put(stage, policy, "acceptance", maria(stage))
    [accepted] = await said(stage)

    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")
    assert isinstance(accepted, RenewalAccepted)
    assert accepted.declined_before
    assert accepted.refusable_until is None  # a no was hers until a month ahead


async def test_each_answer_is_told_once_and_in_its_turn(stage: Stage) -> None:
    policy = await a_home(stage)
    await offered(stage)

    for answer in ("refusal", "acceptance", "refusal", "acceptance"):
        assert (await put(stage, policy, answer, maria(stage))).status_code == 200
    again = await put(stage, policy, "acceptance", maria(stage))

    assert again.status_code == 409
    assert [type(one) for one in await said(stage)] == [
        RenewalDeclined, RenewalAccepted, RenewalDeclined, RenewalAccepted,
    ]  # fmt: skip


async def rests(stage: Stage) -> UUID:
    """Paid by the month; that of February is not, and from March on cover rests."""
    policy = await a_home(stage, paid=PaymentMode.MONTHLY)
    for month in range(4, 14):
        year, number = (2026, month) if month <= 12 else (2027, month - 12)
        await stage.passes(datetime(year, number, 16, 8, tzinfo=UTC) - stage.clock.now())
        await paid(stage, policy)
    [offer] = [one for one in await stage.said() if isinstance(one, RenewalOffered)]
    await hears_of(stage, offer)
    await put(stage, policy, "terms", stage.as_(Role.UNDERWRITER), NO_ALARM)
    [dearer] = await said(stage)
    assert isinstance(dearer, RenewalOffered)
    await hears_of(stage, dearer)
    while stage.clock.now() < datetime(2027, 2, 8, tzinfo=UTC):
        await stage.passes(timedelta(days=1))
    [*_, reminder] = await notices(stage)
    await serve(stage, reminder)
    await until(stage, datetime(2027, 3, 10, tzinfo=UTC))
    assert await status(stage, policy) is Status.SUSPENDED
    return policy


async def test_while_cover_rests_a_yes_is_told_what_comes_first(stage: Stage) -> None:
    policy = await rests(stage)

    answer = await put(stage, policy, "acceptance", maria(stage))
    shown = await renewal(stage, policy)

    assert (answer.status_code, answer.json()["code"]) == (409, "cover-rests")
    assert "2027-03-30 22:00 UTC" in answer.json()["detail"]
    assert (shown["status"], shown["choices"]) == ("offered", ["refuse"])
    assert await said(stage) == []
    abouts = {one["about"]: one["to_do"] for one in shown["clocks"]}
    assert "renewal_answer" not in abouts
    assert abouts["expiry"] == RESTS[Language.SPANISH]


async def test_once_cover_is_back_she_is_reminded_and_may_accept(stage: Stage) -> None:
    """The reminder's day went by while cover rested, and there is time to answer."""
    policy = await rests(stage)
    nothing = await until(stage, datetime(2027, 3, 18, tzinfo=UTC))

    await paid(stage, policy)
    await stage.passes(timedelta(days=2))
    reminded = await said(stage)
    answer = await put(stage, policy, "acceptance", maria(stage))

    assert nothing == []
    assert [type(one) for one in reminded] == [RenewalReminded]
    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")


async def test_who_rests_on_the_eve_has_no_next_term_and_hears_so(stage: Stage) -> None:
    policy = await rests(stage)
    await until(stage, EVE)

    answer = await put(stage, policy, "acceptance", maria(stage))

    assert (answer.status_code, answer.json()["code"]) == (409, "renewal-settled")
    assert "the contract is suspended" in answer.json()["detail"]


async def test_after_the_eve_a_yes_hears_how_it_was_settled(stage: Stage) -> None:
    asked = await a_flood_policy(stage)
    await offered(stage)
    await until(stage, EVE + timedelta(hours=8))

    answer = await put(stage, asked, "acceptance", maria(stage))

    assert (answer.status_code, answer.json()["code"]) == (409, "renewal-settled")
    assert "the offer was not accepted" in answer.json()["detail"]
    assert await said(stage) == []


async def test_after_the_eve_of_what_renewed_there_is_nothing_left_to_answer(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    await offered(stage)
    await until(stage, EVE)

    for what in ("acceptance", "refusal"):
        answer = await put(stage, policy, what, maria(stage))

        assert (answer.status_code, answer.json()["code"]) == (409, "renewal-settled")


async def test_a_yes_right_after_a_stop_over_the_eve_is_heard(stage: Stage) -> None:
    """Nothing was settled yet: she could not answer while the service stood still."""
    policy = await a_flood_policy(stage)
    await offered(stage)
    stage.clock.advance(EVE + timedelta(hours=8) - stage.clock.now())  # and nothing rings

    answer = await put(stage, policy, "acceptance", maria(stage))
    happened = await until(stage, TURN + timedelta(hours=12))

    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")
    assert [type(one) for one in happened] == [RenewalAccepted, PolicyRenewed]
