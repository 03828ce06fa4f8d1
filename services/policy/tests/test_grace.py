"""A premium stays unpaid, under several laws: nothing ends without notices served and time run."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from chassis.events import Event
from chassis.ids import new_id
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
from policy.domain.policy import Policy, Status
from policy.domain.renewing.clocks import TO_BE_TOLD
from policy.examples import MARIA, WEI, a_customer
from policy.examples.contracts import a_wording, an_offer
from policy.examples.money import OUR_IBAN, a_bank_file, a_csv, a_line
from policy.storage import ArrearsBook
from policy.use_cases.deliver_contract import contract_delivered
from policy.use_cases.issue_contract import IssueContract, issue_contract
from policy.use_cases.look_at_account import look_at_account

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
