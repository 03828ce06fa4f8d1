"""What is said aloud when cover rests, when money comes meanwhile, and when it is back."""

from datetime import UTC, date, datetime, timedelta

from arranged.unpaid import (
    JUNE,
    MAY,
    asks,
    china,
    last,
    one,
    paid,
    pays,
    reference,
    status,
    suspended,
)

from chassis.testing import Stage
from contracts.policy import PolicyReinstated, PolicySuspended, PremiumReceived
from policy.domain.policy import Policy, Status
from policy.domain.preservation.revival import right_to_ask, time_to_ask
from policy.examples.money import OUR_IBAN
from policy.storage import HouseBook


async def test_a_suspension_says_all_that_is_owed_and_how_it_is_paid(stage: Stage) -> None:
    policy = await suspended(stage, "DE")

    rests = await last(stage, PolicySuspended)

    assert (str(rests.owed.amount), str(rests.to_pay.amount)) == ("30.00", "60.00")
    assert rests.reference == await reference(stage, policy, MAY)
    assert (rests.pay_to.account, rests.ask_until) == (OUR_IBAN, None)


async def test_who_pays_in_china_hears_that_cover_is_still_to_be_asked_for(stage: Stage) -> None:
    policy = await china(stage)
    await stage.said()

    await pays(stage, policy, MAY)
    to_ask = await last(stage, PremiumReceived)
    assert (await asks(stage, policy, evidence="DOC-1")).status_code == 201
    await stage.passes(timedelta(minutes=1))
    await pays(stage, policy, JUNE)
    asked = await last(stage, PremiumReceived)

    assert (to_ask.comes_back, asked.comes_back) == ("request", None)
    assert await status(stage, policy) is Status.SUSPENDED


async def test_who_pays_where_payment_brings_cover_back_need_not_ask(stage: Stage) -> None:
    policy = await suspended(stage, "DE")

    await pays(stage, policy, MAY)

    assert (await last(stage, PremiumReceived)).comes_back is None


async def test_in_china_who_paid_before_asking_is_back_with_nothing_left_to_pay(
    stage: Stage,
) -> None:
    policy = await china(stage)
    await paid(stage, policy)
    assert (await asks(stage, policy, evidence="DOC-1")).status_code == 201

    await stage.passes(timedelta(days=31))

    back = await last(stage, PolicyReinstated)
    assert str(back.paid.amount) == "0.00"
    assert await status(stage, policy) is Status.ISSUED


async def test_in_china_a_term_of_a_year_leaves_no_two_years_to_ask(stage: Stage) -> None:
    policy = await china(stage)

    rests = await last(stage, PolicySuspended)
    shown = await one(stage, policy, "suspended")

    term_ends = datetime(2027, 3, 31, 16, tzinfo=UTC)
    assert (rests.right_to_ask, rests.ask_until) == ({}, term_ends)
    assert (shown["entry"], shown["due"]) == ("CN-37", "2027-03-31T16:00:00Z")
    assert "dos años" not in " ".join([shown["obligation"], *shown["explanation"]])


async def test_a_longer_term_leaves_the_time_of_the_law(stage: Stage) -> None:
    policy = await stage.get(Policy, await china(stage))
    law, since = HouseBook().law().entry("CN-37"), datetime(2026, 6, 30, 16, tzinfo=UTC)

    policy.term_ends_on = date(2036, 4, 1)

    assert "two full years" in right_to_ask(policy, law, since)["en"]
    assert time_to_ask(policy, law, since) == datetime(2028, 7, 1, 16, tzinfo=UTC)
