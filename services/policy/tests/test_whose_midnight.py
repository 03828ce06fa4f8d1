"""What our wordings promise ends at midnight where the insured place is, and says so."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from arranged.unpaid import (
    a_contract,
    arrears,
    clocks,
    do,
    last,
    notices,
    one,
    serve,
    status,
    unpaid,
    until,
)

from chassis.testing import Stage
from chassis.work import Work
from contracts.insured import Language
from contracts.policy import PolicyLapsed
from policy.domain.customer import Customer
from policy.domain.policy import Status
from policy.examples import MARIA
from policy.storage import ArrearsBook
from policy.use_cases.expect_premium import GRACE_ENDS

PLACES = {
    "Asia/Shanghai": "2026-05-31T16:00:00Z",
    "Europe/Madrid": "2026-05-31T22:00:00Z",
    "America/Los_Angeles": "2026-06-01T07:00:00Z",
}
ODD = re.compile(r"GMT|UTC|Etc")


async def in_grace(stage: Stage, place: str) -> UUID:
    """Of no law that names a grace: 30 days from 1 May, by our wording."""
    policy = await a_contract(stage, "FR", time_zone=place)
    await until(stage, datetime(2026, 4, 1, 10, tzinfo=UTC))
    await unpaid(stage, policy)
    await until(stage, datetime(2026, 5, 6, 6, tzinfo=UTC))
    return policy


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("place", list(PLACES))
async def test_the_last_day_is_over_where_the_insured_place_is(
    stage: Stage, place: str, language: Language
) -> None:
    policy = await in_grace(stage, place)
    async with stage.running.works() as work:
        maria = await work.session.get_one(Customer, MARIA)
        maria.language = language

    grace, found = await one(stage, policy, "grace"), await clocks(stage, policy)

    assert (grace["entry"], grace["due"]) == ("YB-GRACE", PLACES[place])
    assert "24:00" in " ".join(grace["explanation"])
    told = [" ".join([*clock["explanation"], clock["to_do"]]) for clock in found]
    assert not [text for text in told if ODD.search(text)]


async def test_the_letter_names_that_midnight(stage: Stage) -> None:
    await in_grace(stage, "Europe/Madrid")

    [notice] = [one for one in await notices(stage) if one.kind == "reminder"]

    assert notice.cover_until == datetime(2026, 5, 31, 22, tzinfo=UTC)


async def test_cover_ends_at_that_midnight(stage: Stage) -> None:
    policy = await in_grace(stage, "Europe/Madrid")
    [reminder] = [one for one in await notices(stage) if one.kind == "reminder"]
    await serve(stage, reminder)

    await until(stage, datetime(2026, 5, 31, 21, 59, tzinfo=UTC))
    before = await status(stage, policy)
    await until(stage, datetime(2026, 5, 31, 22, 1, tzinfo=UTC))

    assert (before, await status(stage, policy)) == (Status.ISSUED, Status.LAPSED)


async def test_a_grace_whose_alarm_was_set_for_another_midnight_still_runs_out(
    stage: Stage,
) -> None:
    policy = await in_grace(stage, "Europe/Madrid")
    [reminder] = [one for one in await notices(stage) if one.kind == "reminder"]
    await serve(stage, reminder)
    [owed] = await do(stage, lambda work: ArrearsBook(work).of(policy))

    async def as_it_was_set_before(work: Work) -> None:
        work.set_alarm(GRACE_ENDS, owed.id, at=work.now)

    await do(stage, as_it_was_set_before)
    await stage.passes(timedelta(minutes=1))
    await until(stage, datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=1))

    assert await status(stage, policy) is Status.LAPSED
    assert {one.value for one in (await arrears(stage, policy)).values()} >= {"lapsed"}


async def test_what_is_said_names_the_clocks_of_the_place(stage: Stage) -> None:
    policy = await in_grace(stage, "Europe/Madrid")
    [reminder] = [one for one in await notices(stage) if one.kind == "reminder"]
    await serve(stage, reminder)

    await until(stage, datetime(2026, 5, 31, 22, 1, tzinfo=UTC))

    over = await last(stage, PolicyLapsed)
    assert (over.policy_id, over.time_zone) == (policy, "Europe/Madrid")
    assert reminder.time_zone == "Europe/Madrid"
