"""Who has no cover is told so: since when, what brings it back, how much that is, and till when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from arranged.unpaid import (
    JULY,
    JUNE,
    MAY,
    a_contract,
    account,
    arrears,
    asks,
    bank,
    china,
    clocks,
    grants,
    last,
    notices,
    paid,
    pays,
    serve,
    status,
    suspended,
    unpaid,
    until,
)

from chassis.testing import Stage
from contracts.insured import Language
from contracts.policy import PolicyExpired, PolicyReinstated, PolicySuspended, PremiumReceived
from contracts.roles import Role
from policy.domain.arrears import ArrearsStatus
from policy.domain.as_covered import GRACE_AT_REST, HELD_AT_REST
from policy.domain.policy import Policy, Status
from policy.domain.preservation import revival_words as words
from policy.domain.preservation.revival import right_to_ask, time_to_ask
from policy.domain.renewing.clocks import BEFORE_IT_ENDS, TO_BE_TOLD
from policy.examples.money import OUR_IBAN, a_line
from policy.storage import HouseBook

ES = Language.SPANISH
TERM_ENDS = "2027-03-31T22:00:00Z"
IN_GROUPS = "ES91 2100 0418 4502 0005 1332"


async def one(stage: Stage, policy: UUID, about: str) -> dict[str, Any]:
    [found] = [clock for clock in await clocks(stage, policy) if clock["about"] == about]
    return found


async def abouts(stage: Stage, policy: UUID) -> set[str]:
    return {clock["about"] for clock in await clocks(stage, policy)}


async def reference(stage: Stage, policy: UUID, due_on: str) -> str:
    invoices = (await account(stage, policy))["invoices"]
    [found] = [invoice["reference"] for invoice in invoices if invoice["due_on"] == due_on]
    return str(found)


async def written_off(stage: Stage, policy: UUID, *due: str) -> None:
    finance = stage.as_(Role.FINANCE)
    for invoice in (await account(stage, policy))["invoices"]:
        if invoice["due_on"] in due:
            path = f"/v1/invoices/{invoice['id']}"
            tag = (await stage.http.get(path, headers=finance)).headers["etag"]
            done = await stage.http.put(
                f"{path}/write-off",
                json={"reason": "It will not come."},
                headers={**finance, "If-Match": tag},
            )
            assert done.status_code == 200, done.text
    await stage.passes(timedelta(minutes=1))


async def lapsed(stage: Stage) -> UUID:
    """A French home whose premium of May was not paid; it lapsed on 31 May at midnight."""
    policy = await a_contract(stage, "FR")
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    await serve(stage, (await notices(stage))[0])
    await until(stage, datetime(2026, 6, 3, 6, tzinfo=UTC))
    assert await status(stage, policy) is Status.LAPSED
    return policy


async def test_where_payment_alone_brings_cover_back_a_clock_says_how_much_and_how(
    stage: Stage,
) -> None:
    policy = await suspended(stage, "DE")
    may = await reference(stage, policy, MAY)

    rests = await one(stage, policy, "suspended")

    assert (rests["entry"], rests["due"], rests["state"]) == ("DE-38", TERM_ENDS, "running")
    assert rests["to_do"].startswith(words.PAY[ES])
    for told in ("60", may, IN_GROUPS):  # May and June
        assert told in rests["to_do"]
    assert "2026-06-09" in rests["obligation"]


async def test_one_payment_of_what_the_clock_names_brings_cover_back(stage: Stage) -> None:
    policy = await suspended(stage, "DE")
    may = await reference(stage, policy, MAY)

    await bank(stage, a_line("60.00", reference=may.replace(" ", ""), booked_on="2026-06-12"))

    assert await status(stage, policy) is Status.ISSUED
    assert "suspended" not in await abouts(stage, policy)


async def test_where_the_law_ends_the_contract_its_clock_says_how_much_and_what_brings_it_back(
    stage: Stage,
) -> None:
    policy = await suspended(stage)
    may = await reference(stage, policy, MAY)

    rests = await one(stage, policy, "suspended")

    assert rests["entry"] == "ES-15-EXTINCTION"
    assert rests["to_do"].startswith(words.PAY_OR_IT_ENDS[ES])
    assert ("60" in rests["to_do"], may in rests["to_do"]) == (True, True)
    assert "ES-15-REVIVAL" in rests["explanation"][-1]


@pytest.mark.parametrize("jurisdiction", ["ES", "DE"])
async def test_where_what_was_owed_is_given_up_cover_is_asked_for(
    stage: Stage, jurisdiction: str
) -> None:
    policy = await suspended(stage, jurisdiction)
    await written_off(stage, policy, MAY, JUNE)

    rests = await one(stage, policy, "suspended")
    assert (await asks(stage, policy)).status_code == 201

    assert rests["entry"] == {"ES": "ES-15-EXTINCTION", "DE": "DE-38"}[jurisdiction]
    assert rests["to_do"] == words.NOTHING_OWED[ES]
    assert (await one(stage, policy, "suspended"))["to_do"] == words.ASKED[ES]


async def test_a_lapsed_contract_says_that_it_is_over_and_until_when_it_may_be_put_back(
    stage: Stage,
) -> None:
    policy = await lapsed(stage)

    over = await one(stage, policy, "lapsed")
    all_of_it = await abouts(stage, policy)
    asked = await asks(stage, policy)
    waits = await one(stage, policy, "lapsed")
    assert (await grants(stage, policy, asked)).status_code == 200
    granted = await one(stage, policy, "lapsed")

    assert all_of_it == {"lapsed"}  # nothing of a next term
    assert (over["entry"], over["due"], over["state"]) == ("YB-GRACE", TERM_ENDS, "running")
    assert "2026-06-01" in over["obligation"]
    assert over["to_do"].startswith(words.ASK_AFTER_LAPSE[ES])
    assert waits["to_do"].startswith(words.ASKED[ES])
    assert granted["to_do"].startswith(words.GRANTED[ES])
    assert await reference(stage, policy, MAY) in granted["to_do"]


async def test_of_a_lapsed_contract_whose_term_is_over_nothing_comes_back(stage: Stage) -> None:
    policy = await lapsed(stage)
    for month in (8, 10, 12):
        await until(stage, datetime(2026, month, 2, 6, tzinfo=UTC))
    await until(stage, datetime(2027, 2, 2, 6, tzinfo=UTC))
    await until(stage, datetime(2027, 4, 2, 6, tzinfo=UTC))

    over = await one(stage, policy, "lapsed")

    assert (over["state"], (await asks(stage, policy)).status_code) == ("passed", 409)
    assert over["to_do"].startswith(words.TERM_OVER[ES])


async def test_no_clock_says_that_she_is_covered_before_cover_is_back(stage: Stage) -> None:
    """May and June are paid on 10 September: cover is back at midnight, July was due meanwhile."""
    policy = await suspended(stage)
    for month in (7, 8, 9):
        await until(stage, datetime(2026, month, 3, 6, tzinfo=UTC))
    await until(stage, datetime(2026, 9, 10, 8, tzinfo=UTC))
    await pays(stage, policy, MAY, JUNE)

    found = await clocks(stage, policy)
    back = await one(stage, policy, "suspended")

    assert await status(stage, policy) is Status.ISSUED
    assert (back["entry"], back["due"]) == ("ES-15-REVIVAL", "2026-09-10T22:00:00Z")
    assert back["to_do"] == words.BY_ITSELF[ES]
    to_do = {clock["about"]: clock["to_do"] for clock in found}
    assert {about: to_do[about] for about in ("grace", "held") if about in to_do} == {
        "grace": GRACE_AT_REST[ES],
        "held": HELD_AT_REST[ES],
    }
    assert not any("está cubierto" in told for told in to_do.values())


async def test_a_notice_said_after_the_time_ran_names_no_day_until_which_cover_stands(
    stage: Stage,
) -> None:
    policy = await suspended(stage)
    for month in (7, 8, 9):
        await until(stage, datetime(2026, month, 3, 6, tzinfo=UTC))
    await notices(stage)
    await until(stage, datetime(2026, 9, 10, 8, tzinfo=UTC))
    await pays(stage, policy, MAY, JUNE)

    said = await notices(stage)

    assert (await arrears(stage, policy))[JULY] is ArrearsStatus.HELD
    july = [notice for notice in said if notice.due_on.isoformat() == JULY]
    assert july
    assert {notice.cover_until for notice in july} == {None}


async def test_a_contract_that_rests_shows_no_renewal_and_its_last_letter_when_cover_ended(
    stage: Stage,
) -> None:
    policy = await suspended(stage, "DE")
    while_it_rests = await abouts(stage, policy)
    end = await one(stage, policy, "expiry")
    rests = await last(stage, PolicySuspended)
    for month in (8, 10, 12):
        await until(stage, datetime(2026, month, 2, 6, tzinfo=UTC))
    await until(stage, datetime(2027, 2, 2, 6, tzinfo=UTC))
    at_the_end = await abouts(stage, policy)
    await until(stage, datetime(2027, 4, 2, 6, tzinfo=UTC))

    assert while_it_rests == at_the_end == {"suspended", "expiry"}
    assert end["to_do"] == BEFORE_IT_ENDS[ES]
    expired = await last(stage, PolicyExpired)
    assert expired.cover_ended_at == rests.suspended_at


async def test_once_cover_is_back_the_next_term_is_spoken_of_again(stage: Stage) -> None:
    policy = await suspended(stage, "DE")

    await pays(stage, policy, MAY, JUNE)

    assert {"renewal", "renewal_notice", "expiry"} <= await abouts(stage, policy)
    assert (await one(stage, policy, "expiry"))["to_do"] == TO_BE_TOLD[ES]


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
