"""A premium stays unpaid, under several laws: nothing ends without notices served and time run."""

from datetime import UTC, datetime, timedelta

import pytest
from arranged.papers import papers, squeezed
from arranged.unpaid import (
    MAY,
    a_contract,
    account,
    arrears,
    clocks,
    do,
    last,
    notices,
    paid,
    serve,
    status,
    tasks,
    unpaid,
    until,
)

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.insured import Language
from contracts.notifications import NoticeBounced
from contracts.policy import PolicySuspended
from contracts.roles import Role
from policy.domain.arrears import ArrearsStatus
from policy.domain.clocks import TO_DO
from policy.domain.customer import Customer
from policy.domain.policy import Status
from policy.domain.renewing.clock_words import TO_BE_TOLD
from policy.examples import MARIA
from policy.examples.money import OUR_IBAN, a_bank_file, a_csv, a_line
from policy.storage import ArrearsBook
from policy.use_cases.look_at_account import look_at_account
from policy.use_cases.run_out_grace import run_out_grace

TWO_WEEKS = {
    "en": "Pay within 2 weeks of receiving this letter: until then you do not lose your cover for "
    "it.",
    "es": "Pague en un plazo de 2 semanas desde que reciba esta carta: hasta entonces no pierde la "
    "cobertura por ella.",
    "zh": "请自收到本通知之日起2周内缴纳保险费。在此之前不会因该笔保险费失去保障。",
}


async def test_spain_suspends_a_month_after_the_due_day_when_the_notice_was_served(
    stage: Stage,
) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [reminder] = await notices(stage)
    assert (reminder.cover_until is not None, reminder.pay_within) == (True, {})
    assert reminder.covered_from is None
    await serve(stage, reminder)

    await stage.passes(datetime(2026, 6, 1, 21, 59, tzinfo=UTC) - stage.clock.now())
    still = await status(stage, policy)
    await stage.passes(timedelta(minutes=1))

    assert (still, await status(stage, policy)) == (Status.ISSUED, Status.SUSPENDED)
    [ends] = [one for one in await clocks(stage, policy) if one["about"] == "suspended"]
    assert (ends["entry"], ends["due"]) == ("ES-15-EXTINCTION", "2026-11-01T23:00:00Z")
    assert ends["to_do"].startswith("Ahora no tiene cobertura")
    suspended = await last(stage, PolicySuspended)
    assert suspended.suspended_at == datetime(2026, 6, 1, 22, tzinfo=UTC)  # 24:00 in Madrid
    assert (suspended.rule, suspended.comes_back) == ("ES-15-SUSPENSION", "payment")
    assert {part.ends_at for part in suspended.covers} == {suspended.suspended_at}
    assert [gap.why for gap in suspended.gaps] == ["suspended"]


async def test_a_notice_is_on_paper_as_soon_as_it_is_said(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=4))

    answer = await stage.http.get(
        "/v1/documents",
        params={"policy_id": str(policy), "kind": "notice"},
        headers=stage.as_(Role.CUSTOMER, customer_id=MARIA),
    )

    [reminder] = await notices(stage)
    assert [(one["subject_id"], one["language"]) for one in answer.json()["items"]] == [
        (str(reminder.notice_id), "es")
    ]
    assert await stage.dead_letters() == []


async def test_without_evidence_of_the_notice_cover_stands_and_a_person_is_asked(
    stage: Stage,
) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)

    await stage.passes(timedelta(days=90))

    assert await status(stage, policy) is Status.ISSUED
    assert await tasks(stage) == ["cover_kept_unpaid"]
    shown = await stage.http.get(f"/v1/policies/{policy}", headers=stage.as_(Role.AGENT))
    assert shown.json()["cover"] == "in_force"


async def test_once_it_is_paid_nobody_is_asked_why_cover_was_kept(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=50))
    before = await tasks(stage)

    await paid(stage, policy)

    assert (before, await tasks(stage)) == (["cover_kept_unpaid"], [])


async def test_a_notice_served_too_late_gives_thirty_more_days(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=90))
    reminder, *_ = await notices(stage)

    await serve(stage, reminder)
    graces = [one for one in await clocks(stage, policy) if one["about"] == "grace"]
    await stage.passes(timedelta(days=29))
    still = await status(stage, policy)
    await stage.passes(timedelta(days=3))

    assert "YB-LATE-NOTICE-RESTS" in {one["entry"] for one in graces}
    assert (still, await status(stage, policy)) == (Status.ISSUED, Status.SUSPENDED)


async def test_a_notice_served_late_counts_from_the_customers_own_day(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await until(stage, datetime(2026, 8, 1, 4, tzinfo=UTC))  # 06:00 in Valencia, 31 July elsewhere
    reminder, *_ = await notices(stage)

    await serve(stage, reminder)

    found = await clocks(stage, policy)
    [grace] = [one for one in found if one["entry"] == "YB-LATE-NOTICE-RESTS"]
    assert grace["due"] == "2026-08-31T22:00:00Z"  # 31 August is over in Valencia
    assert "24:00 (hora de verano de Europa central)" in " ".join(grace["explanation"])
    assert "1 de agosto de 2026" in " ".join(grace["explanation"])
    assert "31 de julio de 2026" not in " ".join(grace["explanation"])


async def test_a_bounced_notice_is_for_a_person(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [reminder] = await notices(stage)

    await stage.hears(
        NoticeBounced(
            notice_id=reminder.notice_id,
            customer_id=MARIA,
            delivery_id=new_id(),
            why="no address",
            bounced_at=stage.clock.now(),
        )
    )

    assert await tasks(stage) == ["notice_not_served"]
    assert await status(stage, policy) is Status.ISSUED


async def test_a_premium_paid_in_grace_changes_nothing(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [reminder] = await notices(stage)
    await serve(stage, reminder)

    await paid(stage, policy)
    await until(stage, datetime(2026, 5, 31, tzinfo=UTC))

    assert await status(stage, policy) is Status.ISSUED
    assert await notices(stage) == []  # the last call never went out
    assert await tasks(stage) == []


async def test_germany_counts_two_weeks_from_the_reminder_received(stage: Stage) -> None:
    policy = await a_contract(stage, "DE")
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [demand] = await notices(stage)
    before = [one["about"] for one in await clocks(stage, policy)]
    [paper] = await papers(stage, policy)
    [may] = [one for one in (await account(stage, policy))["invoices"] if one["due_on"] == MAY]

    await serve(stage, demand)  # on 5 May
    [grace] = [one for one in await clocks(stage, policy) if one["about"] == "grace"]
    await stage.passes(timedelta(days=16))

    assert "grace" not in before
    assert demand.cover_until is None
    assert demand.pay_within == TWO_WEEKS
    assert demand.reference == may["reference"]
    assert squeezed(TWO_WEEKS["es"]) in paper
    assert squeezed(may["reference"]) in paper
    assert (grace["entry"], grace["due"]) == ("DE-38", "2026-05-19T22:00:00Z")
    assert grace["to_do"].startswith("Pague la prima")
    assert await status(stage, policy) is Status.SUSPENDED


async def test_new_york_life_stays_in_force_when_no_notice_came_before_the_due_day(
    stage: Stage,
) -> None:
    policy = await a_contract(stage, "US-NY", "life", currency="USD", time_zone="America/New_York")
    await unpaid(stage, policy)
    ahead, *_ = await notices(stage)  # asked for in time, and nobody served it
    await stage.passes(timedelta(days=6))
    [reminder] = [one for one in await notices(stage) if one.kind == "reminder"]
    await serve(stage, reminder)

    await until(stage, datetime(2026, 6, 4, tzinfo=UTC))

    assert (ahead.kind, reminder.kind) == ("premium_ahead", "reminder")
    assert await status(stage, policy) is Status.ISSUED
    assert await tasks(stage) == ["cover_kept_unpaid"]


async def test_new_york_life_lapses_when_both_notices_were_served(stage: Stage) -> None:
    policy = await a_contract(stage, "US-NY", "life", currency="USD", time_zone="America/New_York")
    await until(stage, datetime(2026, 3, 20, tzinfo=UTC))
    [ahead] = await notices(stage)
    await serve(stage, ahead)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=6))
    [reminder] = [one for one in await notices(stage) if one.kind == "reminder"]
    await serve(stage, reminder)

    await stage.passes(datetime(2026, 6, 2, 4, tzinfo=UTC) - stage.clock.now())

    assert await status(stage, policy) is Status.LAPSED


async def test_said_twice_a_premium_is_unpaid_once(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await do(stage, lambda work: look_at_account(policy, work))
    await stage.passes(timedelta(days=4))

    owed = await do(stage, lambda work: ArrearsBook(work).of(policy))

    assert [one.status for one in owed] == [ArrearsStatus.GRACE]
    assert len(await notices(stage)) == 1


@pytest.mark.parametrize("language", list(Language))
async def test_every_deadline_says_when_by_which_rule_and_what_to_do(
    stage: Stage, language: Language
) -> None:
    policy = await a_contract(stage)
    async with stage.running.works() as work:
        maria = await work.session.get_one(Customer, MARIA)
        maria.language = language

    found = await clocks(stage, policy)

    assert [(one["about"], one["entry"]) for one in found] == [
        ("withdrawal", "YB-COOL"),
        ("renewal_notice", "ES-22-CHANGE"),
        ("renewal", "ES-22-CUSTOMER"),
        ("expiry", "contract"),
    ]
    assert [one["to_do"] for one in found] == [
        *(TO_DO[about][language] for about in ("withdrawal", "renewal_notice", "renewal")),
        TO_BE_TOLD[language],  # it renews by itself: nothing says that cover ends
    ]
    for one in found:
        assert one["citation"]
        assert one["explanation"]


@pytest.mark.parametrize("jurisdiction", ["ES", "FR"])
async def test_what_is_paid_does_not_end_cover_when_the_grace_rings_first(
    stage: Stage, jurisdiction: str
) -> None:
    policy = await a_contract(stage, jurisdiction)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [notice] = await notices(stage)
    await serve(stage, notice)
    await until(stage, datetime(2026, 5, 31, 6, tzinfo=UTC))
    [owed] = await do(stage, lambda work: ArrearsBook(work).of(policy))
    [may] = [one for one in (await account(stage, policy))["invoices"] if one["due_on"] == MAY]
    reference = may["reference"].replace(" ", "")
    line = a_line("30.00", reference=reference, booked_on="2026-05-31", bank_reference="B-1")
    await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(a_csv(line, statement="S-9", account=OUR_IBAN)),
        headers={**stage.as_(Role.FINANCE), **stage.key()},
    )
    stage.clock.advance(timedelta(days=3))

    await do(stage, lambda work: run_out_grace(owed.id, work))
    at_once = await status(stage, policy)
    await stage.passes(timedelta(0))

    assert (at_once, await status(stage, policy)) == (Status.ISSUED, Status.ISSUED)
    assert (await arrears(stage, policy))[MAY] is ArrearsStatus.PAID
