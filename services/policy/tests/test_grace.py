"""A premium stays unpaid, under several laws: nothing ends without notices served and time run."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from chassis.events import Event
from chassis.ids import new_id
from chassis.money import Money
from chassis.testing import Stage
from chassis.work import Work
from contracts.insured import Language
from contracts.notifications import NoticeBounced, NoticeServed
from contracts.policy import (
    NoticeNeeded,
    PolicyLapsed,
    PolicyReinstated,
    PolicySuspended,
)
from contracts.roles import Role
from policy.domain.arrears import ArrearsStatus
from policy.domain.clocks import TO_DO
from policy.domain.customer import Customer
from policy.domain.offer import PaymentMode
from policy.domain.period import Period
from policy.domain.policy import Policy, Status
from policy.domain.reinstatement import ReinstatementStatus
from policy.domain.renewing.clocks import TO_BE_TOLD
from policy.examples import MARIA, WEI, a_customer
from policy.examples.contracts import a_wording, an_offer
from policy.examples.money import OUR_IBAN, a_bank_file, a_csv, a_line
from policy.storage import ArrearsBook, Reinstatements
from policy.use_cases.deliver_contract import contract_delivered
from policy.use_cases.issue_contract import IssueContract, issue_contract
from policy.use_cases.look_at_account import look_at_account
from policy.use_cases.money.refund_premium import RefundPremium, refund_premium
from policy.use_cases.run_out_grace import run_out_grace

OUR_ACCOUNTS = {"EUR": OUR_IBAN, "USD": "YB-USD-0001", "CNY": "YB-CNY-0001"}
MAY_IS_UNPAID = datetime(2026, 5, 2, 6, tzinfo=UTC)


async def do(stage: Stage, verb: Callable[[Work], Awaitable[Any]]) -> Any:
    async with stage.running.works() as work:
        return await verb(work)


async def issued_and_delivered(order: IssueContract, work: Work) -> Policy:
    policy = await issue_contract(order, work)
    await contract_delivered(policy.id, work.now, by="ana", work=work)
    return policy


async def a_contract(
    stage: Stage, jurisdiction: str = "ES", line: str = "home", **more: Any
) -> UUID:
    """30.00 a month from 1 April."""
    await stage.given(a_customer())
    order = IssueContract(
        customer_id=MARIA,
        offer=an_offer(jurisdiction, payment_mode=PaymentMode.MONTHLY, **more),
        wording=a_wording(line),
        by="ana",
    )
    policy: Policy = await do(stage, lambda work: issued_and_delivered(order, work))
    return policy.id


async def until(stage: Stage, instant: datetime) -> None:
    await stage.passes(instant - stage.clock.now())


async def unpaid(stage: Stage, policy: UUID) -> None:
    """April is paid on its day; on 2 May the premium of May has not come."""
    await until(stage, datetime(2026, 4, 1, 10, tzinfo=UTC))
    await paid(stage, policy)
    await until(stage, MAY_IS_UNPAID)


async def paid(stage: Stage, policy: UUID, **said: str) -> list[dict[str, Any]]:
    """Our bank says that everything asked for by now has come, each with its reference."""
    today = stage.clock.now().date().isoformat()
    account = await stage.http.get(
        f"/v1/policies/{policy}/account", headers=stage.as_(Role.FINANCE)
    )
    asked = [
        one
        for one in account.json()["invoices"]
        if one["due_on"] <= today and one["open"]["amount"] != "0.00"
    ]
    currency = account.json()["balance"]["currency"]
    lines = [
        a_line(
            one["open"]["amount"],
            currency=currency,
            reference=one["reference"].replace(" ", ""),
            booked_on=today,
            bank_reference=f"B-{one['id']}",
            **said,
        )
        for one in asked
    ]
    await bank(stage, *lines, account=OUR_ACCOUNTS[currency])
    return lines


async def bank(stage: Stage, *lines: dict[str, str], account: str = OUR_IBAN) -> None:
    """Finance imports a statement, and time goes on."""
    file = a_csv(*lines, statement=f"S-{stage.clock.now():%j%H%M}", account=account)
    answer = await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(file),
        headers={**stage.as_(Role.FINANCE), **stage.key()},
    )
    assert answer.status_code == 201, answer.text
    await stage.passes(timedelta(0))


async def notices(stage: Stage) -> list[NoticeNeeded]:
    return [event for event in await stage.said() if isinstance(event, NoticeNeeded)]


async def last(stage: Stage, kind: type[Event]) -> Any:
    """The last of these that was said."""
    return [event for event in await stage.said() if isinstance(event, kind)][-1]


async def serve(stage: Stage, notice: NoticeNeeded) -> None:
    await stage.hears(
        NoticeServed(
            notice_id=notice.notice_id,
            customer_id=MARIA,
            delivery_id=new_id(),
            served_at=stage.clock.now(),
        )
    )


async def tasks(stage: Stage, role: Role = Role.AGENT) -> list[str]:
    answer = await stage.http.get("/v1/tasks?status=open", headers=stage.as_(role))
    return [item["kind"] for item in answer.json()["items"]]


async def clocks(stage: Stage, policy: UUID) -> list[dict[str, Any]]:
    answer = await stage.http.get(
        f"/v1/policies/{policy}/clocks",
        headers=stage.as_(Role.CUSTOMER, customer_id=MARIA),
    )
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def status(stage: Stage, policy: UUID) -> Status:
    return (await stage.get(Policy, policy)).status


async def test_spain_suspends_a_month_after_the_due_day_when_the_notice_was_served(
    stage: Stage,
) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [reminder] = await notices(stage)
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
    assert suspended.rule == "ES-15-SUSPENSION"
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

    assert "YB-LATE-NOTICE" in {one["entry"] for one in graces}
    assert (still, await status(stage, policy)) == (Status.ISSUED, Status.SUSPENDED)


async def test_a_notice_served_late_counts_from_the_customers_own_day(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await until(stage, datetime(2026, 8, 1, 4, tzinfo=UTC))  # 06:00 in Valencia, 31 July elsewhere
    reminder, *_ = await notices(stage)

    await serve(stage, reminder)

    found = await clocks(stage, policy)
    [grace] = [one for one in found if one["entry"] == "YB-LATE-NOTICE"]
    assert grace["due"] == "2026-09-01T12:00:00Z"  # 31 August is over everywhere
    assert "2026-08-01" in " ".join(grace["explanation"])
    assert "2026-07-31" not in " ".join(grace["explanation"])


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


async def test_8_4_spain_cover_is_back_at_midnight_after_payment_and_the_gap_stays(
    stage: Stage,
) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    await serve(stage, (await notices(stage))[0])
    await stage.passes(datetime(2026, 6, 20, 10, tzinfo=UTC) - stage.clock.now())

    await paid(stage, policy)

    back = await last(stage, PolicyReinstated)
    assert (back.gap_from, back.cover_back_at) == (
        datetime(2026, 6, 1, 22, tzinfo=UTC),
        datetime(2026, 6, 20, 22, tzinfo=UTC),
    )
    fire = [part for part in back.covers if part.cover == "fire"]
    assert [(part.starts_at, part.ends_at) for part in fire] == [
        (datetime(2026, 3, 31, 22, tzinfo=UTC), back.gap_from),
        (back.cover_back_at, datetime(2027, 3, 31, 22, tzinfo=UTC)),
    ]
    assert await status(stage, policy) is Status.ISSUED


async def test_spain_ends_a_suspended_contract_after_six_months(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    await serve(stage, (await notices(stage))[0])

    await stage.passes(datetime(2026, 11, 2, tzinfo=UTC) - stage.clock.now())

    assert await status(stage, policy) is Status.LAPSED
    lapsed = await last(stage, PolicyLapsed)
    assert lapsed.rule == "ES-15-EXTINCTION"


async def account(stage: Stage, policy: UUID) -> Any:
    finance = stage.as_(Role.FINANCE)
    return (await stage.http.get(f"/v1/policies/{policy}/account", headers=finance)).json()


async def test_a_lapse_after_a_suspension_leaves_the_days_of_cover_owed_and_they_can_be_paid(
    stage: Stage,
) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    await serve(stage, (await notices(stage))[0])
    for month in (6, 7, 8, 9, 10, 11):
        await until(stage, datetime(2026, month, 2, 6, tzinfo=UTC))
    lapsed = await account(stage, policy)
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    asked = await stage.http.post(
        f"/v1/policies/{policy}/reinstatements", json={}, headers={**maria, **stage.key()}
    )
    granted = await stage.http.put(
        f"/v1/policies/{policy}/reinstatements/{asked.json()['id']}/decision",
        json={"granted": True, "reason": "Nothing has changed."},
        headers={**stage.as_(Role.UNDERWRITER), "If-Match": '"1"'},
    )
    assert granted.status_code == 200, granted.text

    await paid(stage, policy)

    owed = sum(Decimal(one["open"]["amount"]) for one in lapsed["invoices"])
    assert lapsed["standing"] == "lapsed"
    assert owed == Decimal("31.15")  # 62 of 365 days of 360.00, less April
    assert asked.json()["owed"]["amount"] == "31.15"
    assert asked.json()["gap_from"] == "2026-06-01T22:00:00Z"  # when cover began to rest
    assert await status(stage, policy) is Status.ISSUED
    back = await last(stage, PolicyReinstated)
    assert back.gap_from == datetime(2026, 6, 1, 22, tzinfo=UTC)
    fire = [part for part in back.covers if part.cover == "fire"]
    assert [(part.starts_at, part.ends_at) for part in fire] == [
        (datetime(2026, 3, 31, 22, tzinfo=UTC), back.gap_from),
        (back.cover_back_at, datetime(2027, 3, 31, 22, tzinfo=UTC)),
    ]


async def test_germany_counts_two_weeks_from_the_reminder_received(stage: Stage) -> None:
    policy = await a_contract(stage, "DE")
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [demand] = await notices(stage)
    before = [one["about"] for one in await clocks(stage, policy)]

    await serve(stage, demand)  # on 5 May
    [grace] = [one for one in await clocks(stage, policy) if one["about"] == "grace"]
    await stage.passes(timedelta(days=16))

    assert "grace" not in before
    assert (grace["entry"], grace["due"]) == ("DE-38", "2026-05-19T22:00:00Z")
    assert grace["to_do"].startswith("Pague la prima")
    assert await status(stage, policy) is Status.SUSPENDED


async def china(stage: Stage) -> UUID:
    """A life contract whose grace is over: 60 days from the due day, 30 from the demand."""
    more = {"currency": "CNY", "time_zone": "Asia/Shanghai"}
    policy = await a_contract(stage, "CN", "life", **more)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    await serve(stage, (await notices(stage))[0])
    await stage.passes(datetime(2026, 6, 30, 15, 59, tzinfo=UTC) - stage.clock.now())
    assert await status(stage, policy) is Status.ISSUED
    await stage.passes(timedelta(minutes=1))
    assert await status(stage, policy) is Status.SUSPENDED
    return policy


async def test_in_china_our_silence_is_consent_and_cover_is_back_once_paid(stage: Stage) -> None:
    policy = await china(stage)
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    asked = await stage.http.post(
        f"/v1/policies/{policy}/reinstatements",
        json={"evidence": "DOC-1"},
        headers={**maria, **stage.key()},
    )
    assert asked.status_code == 201, asked.text
    assert asked.json()["owed"] == {"amount": "60.00", "currency": "CNY"}  # May and June

    await stage.passes(timedelta(days=31))  # nobody answers
    silent = await stage.http.get(
        f"/v1/policies/{policy}/reinstatements/{asked.json()['id']}", headers=maria
    )
    before = await status(stage, policy)
    await paid(stage, policy)

    assert (silent.json()["status"], silent.json()["decided_by"]) == ("granted", "silence")
    assert silent.json()["reason"] == "CN-J3-8"
    assert (before, await status(stage, policy)) == (Status.SUSPENDED, Status.ISSUED)
    back = await last(stage, PolicyReinstated)
    assert back.cover_back_at == stage.clock.now()


async def test_an_underwriter_grants_only_with_evidence_where_the_product_asks(
    stage: Stage,
) -> None:
    policy = await china(stage)
    path = f"/v1/policies/{policy}/reinstatements"
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    asked = await stage.http.post(path, json={}, headers={**maria, **stage.key()})
    answer = await stage.http.put(
        f"{path}/{asked.json()['id']}/decision",
        json={"granted": True, "reason": "Fine."},
        headers={**stage.as_(Role.UNDERWRITER), "If-Match": '"1"'},
    )

    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)
    one, papers = f"{path}/{asked.json()['id']}", {"evidence": "DOC-2026-000017"}
    strange = await stage.http.put(
        f"{one}/evidence", json=papers, headers={**wei, "If-Match": '"1"'}
    )
    proven = await stage.http.put(
        f"{one}/evidence", json=papers, headers={**maria, "If-Match": '"1"'}
    )
    granted = await stage.http.put(
        f"{one}/decision",
        json={"granted": True, "reason": "Fine."},
        headers={**stage.as_(Role.UNDERWRITER), "If-Match": '"2"'},
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "evidence-missing")
    assert (strange.status_code, proven.status_code) == (404, 200)
    assert (granted.status_code, granted.json()["status"]) == (200, "granted")
    assert await tasks(stage, Role.UNDERWRITER) == ["reinstatement_to_decide"]


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


MAY, JUNE, JULY, AUGUST = (f"2026-{month:02}-01" for month in (5, 6, 7, 8))


async def suspended(stage: Stage, jurisdiction: str = "ES") -> UUID:
    """May is not paid, its notice was served on 5 May, and in the second week of June cover rests.

    June is not paid either.
    """
    policy = await a_contract(stage, jurisdiction)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [notice] = await notices(stage)
    if jurisdiction == "DE":  # two weeks from the demand: it comes late in May
        await until(stage, datetime(2026, 5, 25, 6, tzinfo=UTC))
    await serve(stage, notice)
    await until(stage, datetime(2026, 6, 3, 6, tzinfo=UTC))
    await until(stage, datetime(2026, 6, 12, 6, tzinfo=UTC))
    assert await status(stage, policy) is Status.SUSPENDED
    return policy


async def pays(stage: Stage, policy: UUID, *due: str, on: str | None = None) -> None:
    """Our bank says that these premiums have come, today or on that day."""
    shown = await account(stage, policy)
    currency = shown["balance"]["currency"]
    lines = [
        a_line(
            one["open"]["amount"],
            currency=currency,
            reference=one["reference"].replace(" ", ""),
            booked_on=on or stage.clock.now().date().isoformat(),
            bank_reference=f"B-{one['id']}",
        )
        for one in shown["invoices"]
        if one["due_on"] in due and one["kind"] != "credit_note"
    ]
    assert len(lines) == len(due)
    await bank(stage, *lines, account=OUR_ACCOUNTS[currency])


async def gives_up(stage: Stage, policy: UUID, *due: str) -> None:
    """Finance writes these premiums off."""
    finance = stage.as_(Role.FINANCE)
    for one in (await account(stage, policy))["invoices"]:
        if one["due_on"] in due:
            path = f"/v1/invoices/{one['id']}"
            read = await stage.http.get(path, headers=finance)
            done = await stage.http.put(
                f"{path}/write-off",
                json={"reason": "It will not come."},
                headers={**finance, "If-Match": read.headers["etag"]},
            )
            assert done.status_code == 200, done.text
    await stage.passes(timedelta(minutes=1))


def maria(stage: Stage) -> dict[str, str]:
    return stage.as_(Role.CUSTOMER, customer_id=MARIA)


async def asks(stage: Stage, policy: UUID, **body: str) -> Any:
    """She asks for cover to come back."""
    path = f"/v1/policies/{policy}/reinstatements"
    return await stage.http.post(path, json=body, headers={**maria(stage), **stage.key()})


async def request(stage: Stage, policy: UUID, asked: Any) -> Any:
    path = f"/v1/policies/{policy}/reinstatements/{asked.json()['id']}"
    return await stage.http.get(path, headers=maria(stage))


async def grants(stage: Stage, policy: UUID, asked: Any) -> Any:
    """An underwriter says yes."""
    read = await request(stage, policy, asked)
    return await stage.http.put(
        f"/v1/policies/{policy}/reinstatements/{asked.json()['id']}/decision",
        json={"granted": True, "reason": "Nothing has changed."},
        headers={**stage.as_(Role.UNDERWRITER), "If-Match": read.headers["etag"]},
    )


async def arrears(stage: Stage, policy: UUID) -> dict[str, ArrearsStatus]:
    found = await do(stage, lambda work: ArrearsBook(work).of(policy))
    return {one.due_on.isoformat(): one.status for one in found}


async def test_two_premiums_paid_in_two_statements_give_cover_back_with_the_second(
    stage: Stage,
) -> None:
    policy = await suspended(stage, "DE")

    await pays(stage, policy, MAY)
    first = await status(stage, policy)
    await until(stage, datetime(2026, 6, 15, 6, tzinfo=UTC))
    await pays(stage, policy, JUNE)

    assert (first, await status(stage, policy)) == (Status.SUSPENDED, Status.ISSUED)
    back = await last(stage, PolicyReinstated)
    assert back.cover_back_at.date() == date(2026, 6, 15)
    assert str(back.paid.amount) == "60.00"


async def test_a_premium_written_off_gives_no_cover_back_and_the_law_still_ends_it(
    stage: Stage,
) -> None:
    policy = await suspended(stage)

    await gives_up(stage, policy, MAY, JUNE)
    then = await status(stage, policy)
    found = await arrears(stage, policy)
    for month in (7, 8, 9, 10, 11):
        await until(stage, datetime(2026, month, 2, 6, tzinfo=UTC))

    assert then is Status.SUSPENDED
    assert found[MAY] is ArrearsStatus.CLOSED
    assert await status(stage, policy) is Status.LAPSED
    said = [one for one in await stage.said() if isinstance(one, PolicyLapsed | PolicyReinstated)]
    assert [type(one) for one in said] == [PolicyLapsed]


async def test_cover_comes_back_with_what_is_paid_not_with_what_is_given_up(stage: Stage) -> None:
    policy = await suspended(stage, "DE")

    await pays(stage, policy, MAY)
    await until(stage, datetime(2026, 6, 20, 9, tzinfo=UTC))
    await gives_up(stage, policy, JUNE)

    assert await status(stage, policy) is Status.ISSUED
    back = await last(stage, PolicyReinstated)
    assert str(back.paid.amount) == "30.00"
    assert back.cover_back_at == stage.clock.now()  # June was owed until then


async def test_a_credit_note_gives_no_cover_back(stage: Stage) -> None:
    policy = await suspended(stage)
    all_unpaid = RefundPremium(
        policy_id=policy, amount=Money(Decimal(330), "EUR"), reason="goodwill"
    )

    await do(stage, lambda work: refund_premium(all_unpaid, work))
    await stage.passes(timedelta(days=1))

    assert await status(stage, policy) is Status.SUSPENDED
    assert (await arrears(stage, policy))[MAY] is ArrearsStatus.CLOSED
    assert not [one for one in await stage.said() if isinstance(one, PolicyReinstated)]


async def test_paid_in_time_and_heard_of_late_there_is_no_gap(stage: Stage) -> None:
    policy = await suspended(stage, "DE")

    await pays(stage, policy, MAY, on="2026-06-07")
    await stage.passes(timedelta(days=1))
    await pays(stage, policy, JUNE, on="2026-06-07")

    assert await status(stage, policy) is Status.ISSUED
    back = await last(stage, PolicyReinstated)
    assert back.cover_back_at == back.gap_from == datetime(2026, 6, 8, 22, tzinfo=UTC)
    assert back.gaps == []


async def test_a_request_does_not_stand_in_the_way_of_what_the_law_gives(stage: Stage) -> None:
    policy = await suspended(stage)
    asked = await asks(stage, policy)

    await paid(stage, policy)

    assert await status(stage, policy) is Status.ISSUED
    back = await last(stage, PolicyReinstated)
    assert back.cover_back_at == datetime(2026, 6, 12, 22, tzinfo=UTC)  # 24:00 in Madrid
    shown = (await request(stage, policy, asked)).json()
    assert (shown["status"], shown["decided_by"]) == ("granted", "law")
    assert shown["reason"] == "ES-15-REVIVAL"
    assert shown["cover_back_at"] == "2026-06-12T22:00:00Z"
    assert (await grants(stage, policy, asked)).status_code == 409


async def test_cover_is_back_when_all_that_was_asked_for_is_paid(stage: Stage) -> None:
    policy = await china(stage)
    await until(stage, datetime(2026, 8, 10, 6, tzinfo=UTC))
    asked = await asks(stage, policy, evidence="DOC-1")
    assert (await grants(stage, policy, asked)).status_code == 200

    await pays(stage, policy, MAY, JUNE)
    half = await status(stage, policy)
    await stage.passes(timedelta(minutes=5))
    await pays(stage, policy, JULY, AUGUST)

    assert asked.json()["owed"]["amount"] == "120.00"
    assert (half, await status(stage, policy)) == (Status.SUSPENDED, Status.ISSUED)
    back = await last(stage, PolicyReinstated)
    assert str(back.paid.amount) == "120.00"


async def test_a_grant_says_what_was_paid_when_the_rest_was_given_up(stage: Stage) -> None:
    policy = await china(stage)
    await until(stage, datetime(2026, 8, 10, 6, tzinfo=UTC))
    asked = await asks(stage, policy, evidence="DOC-1")

    await pays(stage, policy, MAY, JUNE, JULY)
    await gives_up(stage, policy, AUGUST)
    assert (await grants(stage, policy, asked)).status_code == 200

    assert await status(stage, policy) is Status.ISSUED
    assert str((await last(stage, PolicyReinstated)).paid.amount) == "90.00"


async def lapsed(stage: Stage) -> UUID:
    """A French home whose premium of May was not paid: lapsed by 2 July."""
    policy = await a_contract(stage, "FR")
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [notice] = await notices(stage)
    await serve(stage, notice)
    await until(stage, datetime(2026, 7, 2, 8, tzinfo=UTC))
    assert await status(stage, policy) is Status.LAPSED
    return policy


async def near_the_end(stage: Stage) -> None:
    for month in (9, 12):
        await until(stage, datetime(2026, month, 2, 8, tzinfo=UTC))
    await until(stage, datetime(2027, 3, 30, 8, tzinfo=UTC))


async def test_a_contract_whose_term_is_over_is_not_put_back(stage: Stage) -> None:
    policy = await lapsed(stage)
    await near_the_end(stage)
    await until(stage, datetime(2027, 4, 2, 8, tzinfo=UTC))

    refused = await asks(stage, policy)

    assert (refused.status_code, refused.json()["code"]) == (409, "term-is-over")


async def test_a_request_is_closed_when_the_term_ends_and_money_changes_nothing(
    stage: Stage,
) -> None:
    policy = await lapsed(stage)
    await near_the_end(stage)
    asked = await asks(stage, policy)
    assert (await grants(stage, policy, asked)).status_code == 200  # and nobody pays
    await until(stage, datetime(2027, 4, 2, 8, tzinfo=UTC))

    decided = await grants(stage, policy, asked)
    await paid(stage, policy)
    await stage.passes(timedelta(days=1))

    shown = (await request(stage, policy, asked)).json()
    assert decided.status_code == 409
    assert (shown["status"], shown["decided_by"]) == ("closed", "calendar")
    assert await status(stage, policy) is Status.LAPSED
    assert not [one for one in await stage.said() if isinstance(one, PolicyReinstated)]
    assert await stage.dead_letters() == []


async def test_our_silence_after_the_term_is_no_consent(stage: Stage) -> None:
    policy = await china(stage)
    for month in (8, 10, 12):
        await until(stage, datetime(2026, month, 2, 8, tzinfo=UTC))
    await until(stage, datetime(2027, 3, 20, 8, tzinfo=UTC))
    asked = await asks(stage, policy, evidence="DOC-1")
    await paid(stage, policy)

    await until(stage, datetime(2027, 4, 25, 8, tzinfo=UTC))  # nobody answered for thirty days

    shown = (await request(stage, policy, asked)).json()
    assert (shown["status"], shown["decided_by"]) == ("closed", "calendar")
    assert await status(stage, policy) is Status.EXPIRED


async def test_a_contract_that_is_over_is_not_dunned_and_no_clock_says_it_covers(
    stage: Stage,
) -> None:
    await stage.given(a_customer())
    period = Period(
        starts_on=date(2026, 4, 1), ends_on=date(2026, 5, 10), time_zone="Europe/Madrid"
    )
    offer = an_offer("FR", payment_mode=PaymentMode.MONTHLY, period=period)
    order = IssueContract(customer_id=MARIA, offer=offer, wording=a_wording("home"), by="ana")
    policy = (await do(stage, lambda work: issued_and_delivered(order, work))).id
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [reminder] = await notices(stage)
    await serve(stage, reminder)

    await until(stage, datetime(2026, 5, 12, 8, tzinfo=UTC))
    shown = {one["about"] for one in await clocks(stage, policy)}
    found = await arrears(stage, policy)
    await notices(stage)
    await until(stage, datetime(2026, 7, 23, 8, tzinfo=UTC))

    assert await status(stage, policy) is Status.EXPIRED
    assert shown.isdisjoint({"grace", "held", "suspended"})
    assert found == {MAY: ArrearsStatus.CLOSED}
    assert await notices(stage) == []
    assert await tasks(stage) == []


async def test_no_clock_says_that_a_suspended_contract_covers(stage: Stage) -> None:
    policy = await suspended(stage, "DE")
    [june] = [one for one in await notices(stage) if one.due_on.isoformat() == JUNE]
    await serve(stage, june)

    shown = {one["about"] for one in await clocks(stage, policy)}

    assert (await arrears(stage, policy))[JUNE] is ArrearsStatus.GRACE
    assert shown.isdisjoint({"grace", "held"})


async def test_a_lapse_closes_the_other_arrears(stage: Stage) -> None:
    policy = await a_contract(stage, "FR")
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [reminder] = await notices(stage)
    await until(stage, datetime(2026, 6, 3, 6, tzinfo=UTC))
    await serve(stage, reminder)  # late: thirty more days
    await until(stage, datetime(2026, 7, 6, 6, tzinfo=UTC))
    await notices(stage)

    await stage.passes(timedelta(days=60))

    assert await status(stage, policy) is Status.LAPSED
    found = await arrears(stage, policy)
    assert found.pop(MAY) is ArrearsStatus.LAPSED
    assert (found[JUNE], set(found.values())) == (ArrearsStatus.CLOSED, {ArrearsStatus.CLOSED})
    assert await notices(stage) == []
    assert [one["about"] for one in await clocks(stage, policy)] == []


async def test_of_two_requests_at_once_one_is_taken(stage: Stage) -> None:
    policy = await china(stage)

    both = await asyncio.gather(*(asks(stage, policy, evidence="DOC-1") for _ in range(2)))
    await stage.passes(timedelta(days=31))
    await paid(stage, policy)

    assert sorted(one.status_code for one in both) == [201, 409]
    [refused] = [one for one in both if one.status_code == 409]
    assert refused.json()["code"] == "reinstatement-asked-already"
    assert await status(stage, policy) is Status.ISSUED
    assert await stage.dead_letters() == []


async def test_a_second_request_of_before_is_closed_when_cover_is_back(stage: Stage) -> None:
    policy = await china(stage)
    asked = await asks(stage, policy, evidence="DOC-1")
    first = await do(stage, lambda work: Reinstatements(work).get(UUID(asked.json()["id"])))
    granted = replace(first, id=new_id(), status=ReinstatementStatus.GRANTED)
    granted.decided_by, granted.decided_at = "uma", stage.clock.now()
    await stage.given(granted)

    await paid(stage, policy)
    back = await status(stage, policy)
    await stage.passes(timedelta(days=31))  # our silence about the first is no consent any more

    assert (back, await status(stage, policy)) == (Status.ISSUED, Status.ISSUED)
    shown = (await request(stage, policy, asked)).json()
    assert (shown["status"], shown["reason"]) == ("closed", "cover is back")
    assert await stage.dead_letters() == []


async def test_a_request_ends_with_its_contract(stage: Stage) -> None:
    policy = await suspended(stage)
    asked = await asks(stage, policy)
    read = await stage.http.get(f"/v1/policies/{policy}", headers=maria(stage))

    ended = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-06-20", "reason": "Sold."},
        headers={**maria(stage), "If-Match": read.headers["etag"]},
    )

    assert ended.status_code == 200, ended.text
    shown = (await request(stage, policy, asked)).json()
    assert (shown["status"], shown["decided_by"]) == ("closed", "calendar")
    assert (await grants(stage, policy, asked)).status_code == 409


async def test_a_closed_premium_that_the_bank_takes_back_is_dunned_anew(stage: Stage) -> None:
    policy = await a_contract(stage, "FR")
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [reminder] = await notices(stage)
    await until(stage, datetime(2026, 6, 3, 6, tzinfo=UTC))
    await serve(stage, reminder)
    await until(stage, datetime(2026, 7, 10, 6, tzinfo=UTC))
    asked = await asks(stage, policy)
    assert (await grants(stage, policy, asked)).status_code == 200
    lines = await paid(stage, policy)
    back = await status(stage, policy)
    closed = (await arrears(stage, policy))[JUNE]

    await until(stage, datetime(2026, 7, 14, 6, tzinfo=UTC))
    [june] = [one for one in (await account(stage, policy))["invoices"] if one["due_on"] == JUNE]
    taken = next(one for one in lines if one["bank_reference"] == f"B-{june['id']}")
    returned = {"booked_on": "2026-07-14", "return_code": "AM04"}
    await bank(stage, {**taken, **returned, "amount": f"-{taken['amount']}"})

    assert (back, closed) == (Status.ISSUED, ArrearsStatus.CLOSED)
    told = [one.due_on.isoformat() for one in await notices(stage)]
    assert (await arrears(stage, policy))[JUNE] is ArrearsStatus.HELD  # until she was told again
    assert told.count(JUNE) > 0
    assert await status(stage, policy) is Status.ISSUED


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
