"""A premium stays unpaid, under several laws: nothing ends without notices served and time run."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

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
from policy.domain.policy import Policy, Status
from policy.examples import MARIA, a_customer
from policy.examples.contracts import a_wording, an_offer
from policy.storage import ArrearsBook
from policy.use_cases.expect_premium import ExpectPremium, premium_coming, premium_unpaid
from policy.use_cases.issue_contract import IssueContract, issue_contract
from policy.use_cases.premium_paid import PremiumPaid, premium_paid

DUE = date(2026, 5, 1)


async def do(stage: Stage, verb: Callable[[Work], Awaitable[Any]]) -> Any:
    async with stage.running.works() as work:
        return await verb(work)


async def a_contract(
    stage: Stage, jurisdiction: str = "ES", line: str = "home", **more: Any
) -> UUID:
    await stage.given(a_customer())
    order = IssueContract(
        customer_id=MARIA,
        offer=an_offer(jurisdiction, **more),
        wording=a_wording(line),
        by="ana",
    )
    policy: Policy = await do(stage, lambda work: issue_contract(order, work))
    return policy.id


async def unpaid(stage: Stage, policy: UUID, currency: str = "EUR") -> None:
    """The day after the premium was due, the account says that nothing came."""
    await stage.passes(datetime(2026, 5, 2, 6, tzinfo=UTC) - stage.clock.now())
    amount = Money(an_offer().net.amount / 12, currency)
    order = ExpectPremium(policy_id=policy, due_on=DUE, amount=amount)
    await do(stage, lambda work: premium_unpaid(order, work))


async def paid(stage: Stage, policy: UUID) -> None:
    order = PremiumPaid(policy_id=policy, at=stage.clock.now())
    await do(stage, lambda work: premium_paid(order, work))


async def notices(stage: Stage) -> list[NoticeNeeded]:
    return [event for event in await stage.said() if isinstance(event, NoticeNeeded)]


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
    *_, suspended = await stage.said()
    assert isinstance(suspended, PolicySuspended)
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
    [grace] = [one for one in await clocks(stage, policy) if one["about"] == "grace"]
    await stage.passes(timedelta(days=29))
    still = await status(stage, policy)
    await stage.passes(timedelta(days=3))

    assert grace["entry"] == "YB-LATE-NOTICE"
    assert (still, await status(stage, policy)) == (Status.ISSUED, Status.SUSPENDED)


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
    await stage.passes(timedelta(days=60))

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

    *_, back = await stage.said()
    assert isinstance(back, PolicyReinstated)
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
    *_, lapsed = await stage.said()
    assert isinstance(lapsed, PolicyLapsed)
    assert lapsed.rule == "ES-15-EXTINCTION"


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
    await unpaid(stage, policy, "CNY")
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
    assert asked.json()["owed"] == {"amount": "30.00", "currency": "CNY"}

    await stage.passes(timedelta(days=31))  # nobody answers
    silent = await stage.http.get(
        f"/v1/policies/{policy}/reinstatements/{asked.json()['id']}", headers=maria
    )
    before = await status(stage, policy)
    await paid(stage, policy)

    assert (silent.json()["status"], silent.json()["decided_by"]) == ("granted", "silence")
    assert silent.json()["reason"] == "CN-J3-8"
    assert (before, await status(stage, policy)) == (Status.SUSPENDED, Status.ISSUED)
    *_, back = await stage.said()
    assert isinstance(back, PolicyReinstated)
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

    assert (answer.status_code, answer.json()["code"]) == (422, "evidence-missing")
    assert await tasks(stage, Role.UNDERWRITER) == ["reinstatement_to_decide"]


async def test_new_york_life_stays_in_force_when_no_notice_came_before_the_due_day(
    stage: Stage,
) -> None:
    policy = await a_contract(stage, "US-NY", "life", currency="USD", time_zone="America/New_York")
    await unpaid(stage, policy, "USD")
    await stage.passes(timedelta(days=6))
    await serve(stage, (await notices(stage))[0])

    await stage.passes(timedelta(days=60))

    assert await status(stage, policy) is Status.ISSUED
    assert await tasks(stage) == ["cover_kept_unpaid"]


async def test_new_york_life_lapses_when_both_notices_were_served(stage: Stage) -> None:
    policy = await a_contract(stage, "US-NY", "life", currency="USD", time_zone="America/New_York")
    order = ExpectPremium(policy_id=policy, due_on=DUE, amount=Money(an_offer().net.amount, "USD"))
    await do(stage, lambda work: premium_coming(order, work))
    await stage.passes(datetime(2026, 3, 20, tzinfo=UTC) - stage.clock.now())
    [ahead] = await notices(stage)
    await serve(stage, ahead)
    await unpaid(stage, policy, "USD")
    await stage.passes(timedelta(days=6))
    await serve(stage, (await notices(stage))[0])

    await stage.passes(datetime(2026, 6, 2, 4, tzinfo=UTC) - stage.clock.now())

    assert await status(stage, policy) is Status.LAPSED


async def test_said_twice_a_premium_is_unpaid_once(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await unpaid(stage, policy)
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

    assert [one["about"] for one in found] == ["withdrawal", "renewal", "expiry"]
    assert [one["entry"] for one in found] == ["YB-COOL", "ES-22-CUSTOMER", "contract"]
    assert [one["to_do"] for one in found] == [
        TO_DO["withdrawal"][language],
        TO_DO["renewal"][language],
        TO_DO["expiry"][language],
    ]
    for one in found:
        assert one["citation"]
        assert one["explanation"]
