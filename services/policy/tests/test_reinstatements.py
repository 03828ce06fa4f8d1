"""Cover comes back: with what is paid, when it is asked for, and where silence is consent."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from arranged.unpaid import (
    AUGUST,
    JULY,
    JUNE,
    MAY,
    a_contract,
    account,
    arrears,
    asks,
    china,
    clocks,
    do,
    grants,
    last,
    notices,
    paid,
    pays,
    request,
    serve,
    status,
    suspended,
    tasks,
    unpaid,
    until,
)

from chassis.ids import new_id
from chassis.money import Money
from chassis.testing import Stage
from contracts.insured import Language
from contracts.policy import PolicyLapsed, PolicyReinstated, PolicySuspended
from contracts.roles import Role
from policy.domain.arrears import ArrearsStatus
from policy.domain.policy import Status
from policy.domain.preservation.revival_words import ASK, ASKED, FROM_PAYMENT
from policy.domain.reinstatement import ReinstatementStatus
from policy.examples import MARIA, WEI
from policy.storage import Reinstatements
from policy.use_cases.money.refund_premium import RefundPremium, refund_premium


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
    assert back.cover_back_at == datetime(2026, 7, 30, 16, tzinfo=UTC)  # the day of payment began


async def test_in_china_who_paid_everything_is_told_to_ask_for_her_cover(stage: Stage) -> None:
    more = {"currency": "CNY", "time_zone": "Asia/Shanghai"}
    policy = await a_contract(stage, "CN", "life", **more)
    await unpaid(stage, policy)
    await stage.passes(timedelta(days=3))
    [demand] = await notices(stage)
    await serve(stage, demand)
    await until(stage, datetime(2026, 7, 1, tzinfo=UTC))
    rests = await last(stage, PolicySuspended)
    unpaid_yet = await to_do(stage, policy)

    await paid(stage, policy)
    all_paid = await to_do(stage, policy)
    [step] = [one for one in await clocks(stage, policy) if one["about"] == "suspended"]
    assert (await asks(stage, policy, evidence="DOC-1")).status_code == 201

    assert (
        "30 calendar days of receiving this letter, or within 60 calendar days"
        in demand.pay_within["en"]
    )
    assert rests.comes_back == "request"
    assert rests.ask_until == datetime(2027, 3, 31, 16, tzinfo=UTC)  # the term ends
    assert await status(stage, policy) is Status.SUSPENDED
    assert unpaid_yet.startswith(f"{ASK[Language.SPANISH]} Debe ")
    assert all_paid == ASK[Language.SPANISH]
    assert (step["entry"], step["due"]) == ("CN-37", "2027-03-31T16:00:00Z")
    spanish = Language.SPANISH
    assert await to_do(stage, policy) == f"{ASKED[spanish]} {FROM_PAYMENT[spanish]}"


async def to_do(stage: Stage, policy: UUID) -> str:
    """What the step of resting cover says; there is one."""
    [step] = [one for one in await clocks(stage, policy) if one["about"] == "suspended"]
    return str(step["to_do"])


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
    assert await tasks(stage, Role.UNDERWRITER) == []  # it is decided


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


async def test_what_fell_due_while_cover_rested_is_said_to_be_paid_too(stage: Stage) -> None:
    policy = await suspended(stage, "DE")
    for month in (7, 8):
        await until(stage, datetime(2026, month, 3, 6, tzinfo=UTC))

    await paid(stage, policy)

    back = await last(stage, PolicyReinstated)
    assert str(back.paid.amount) == "120.00"  # May to August
    assert str(back.still_open.amount) == "0.00"


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
