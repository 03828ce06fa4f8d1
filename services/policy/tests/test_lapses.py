"""A contract that lapsed, or whose term is over: what is still owed, and what no longer happens."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from arranged.unpaid import (
    JUNE,
    MAY,
    a_contract,
    account,
    arrears,
    asks,
    bank,
    china,
    clocks,
    do,
    grants,
    issued_and_delivered,
    last,
    maria,
    notices,
    paid,
    request,
    serve,
    status,
    suspended,
    tasks,
    unpaid,
    until,
)

from chassis.testing import Stage
from contracts.policy import PolicyLapsed, PolicyReinstated
from contracts.roles import Role
from policy.domain.arrears import ArrearsStatus
from policy.domain.offer import PaymentMode
from policy.domain.period import Period
from policy.domain.policy import Status
from policy.examples import MARIA, a_customer
from policy.examples.contracts import a_wording, an_offer
from policy.use_cases.issue_contract import IssueContract


async def test_spain_ends_a_suspended_contract_after_six_months(stage: Stage) -> None:
    policy = await a_contract(stage)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    await serve(stage, (await notices(stage))[0])
    await until(stage, datetime(2026, 6, 2, tzinfo=UTC))

    await until(stage, datetime(2026, 11, 2, tzinfo=UTC))

    assert await status(stage, policy) is Status.LAPSED
    lapsed = await last(stage, PolicyLapsed)
    assert lapsed.rule == "ES-15-EXTINCTION"


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
    assert [one["about"] for one in await clocks(stage, policy)] == ["lapsed"]


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
