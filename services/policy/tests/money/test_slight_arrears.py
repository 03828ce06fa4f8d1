"""A small change of a year that is paid stays unpaid: no cover rests for a few coins."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from arranged.accounts import account, bank, changes, contents, paying, said, until
from arranged.homes import a_home
from arranged.unpaid import arrears, clocks, do, serve

from chassis.testing import Stage
from contracts.policy import InvoiceIssued, InvoiceOverdue, NoticeNeeded, PolicyReinstated
from contracts.roles import Role
from policy.domain.arrears import ArrearsStatus
from policy.domain.money.bank_account import printed_account
from policy.domain.policy import Policy, Status
from policy.examples import MARIA
from policy.examples.money import OUR_IBAN, a_bank_file, a_csv
from policy.storage import ArrearsBook
from policy.use_cases.run_out_grace import end_suspension, run_out_grace

A_LITTLE, A_LITTLE_MORE, MUCH = "41000.00", "46000.00", "70000.00"
"""Of contents that were 40,000: 5 in a hundred of the year's 242.10 are 12.10."""


async def a_paid_year(stage: Stage, **changes: Any) -> str:
    policy = await a_home(stage, **changes)
    first = (await account(stage, policy))["invoices"][0]
    await until(stage, "2026-04-01")
    await bank(stage, paying(first))
    return policy


async def cover(stage: Stage, policy: str) -> str:
    shown = await stage.http.get(f"/v1/policies/{policy}", headers=stage.as_(Role.AGENT))
    return str(shown.json()["cover"])


async def tasks(stage: Stage, role: Role = Role.FINANCE) -> list[tuple[str, str, str | None]]:
    found = (await stage.http.get("/v1/tasks", headers=stage.as_(role))).json()["items"]
    return [(one["kind"], one["status"], one["outcome"]) for one in found]


async def open_of(stage: Stage, policy: str, nth: int) -> Any:
    [*_, one] = (await account(stage, policy))["invoices"][: nth + 1]
    return one


async def serve_all(stage: Stage) -> None:
    for one in await said(stage, NoticeNeeded):
        await serve(stage, one)


async def test_a_small_change_that_is_unpaid_neither_rests_cover_nor_threatens(
    stage: Stage,
) -> None:
    policy = await a_paid_year(stage)
    await changes(stage, policy, "2026-05-01", contents(A_LITTLE))

    await until(stage, "2026-12-01")

    shown = await account(stage, policy)
    assert await cover(stage, policy) == "in_force"
    told = await stage.said()
    assert [one for one in told if isinstance(one, NoticeNeeded)] == []
    assert await arrears(stage, UUID(policy)) == {}
    assert await tasks(stage) == [("small_sum_open", "open", None)]
    [overdue] = [one for one in told if isinstance(one, InvoiceOverdue)]
    assert (overdue.small, overdue.open.amount) == (True, Decimal("2.13"))
    assert shown["unpaid_since"] == "2026-05-01"  # it is owed all the same
    assert shown["paid_until"] == "2027-04-01"  # and the days are paid for


async def test_the_deadlines_say_that_she_is_covered_and_nothing_rests(stage: Stage) -> None:
    policy = await a_paid_year(stage)
    await changes(stage, policy, "2026-05-01", contents(A_LITTLE))

    await until(stage, "2026-12-01")

    found = await clocks(stage, UUID(policy))
    assert not {one["about"] for one in found} & {"grace", "held", "suspended"}
    [small] = [one for one in found if one["about"] == "small_sum"]
    assert (small["due"], small["entry"], small["state"]) == (None, "house", "open")
    assert "2,13" in small["obligation"]
    assert small["to_do"].startswith("Tiene cobertura")
    assert (await open_of(stage, policy, 1))["reference"] in small["to_do"]
    assert printed_account(OUR_IBAN) in small["to_do"]


async def test_once_it_is_paid_nobody_has_to_see_to_it(stage: Stage) -> None:
    policy = await a_paid_year(stage)
    await changes(stage, policy, "2026-05-01", contents(A_LITTLE))
    await until(stage, "2026-06-01")

    await bank(stage, paying(await open_of(stage, policy, 1)))

    assert await tasks(stage) == [("small_sum_open", "done", "nothing small is open any more")]
    assert not [one for one in await clocks(stage, UUID(policy)) if one["about"] == "small_sum"]


async def test_a_credit_sets_it_off(stage: Stage) -> None:
    policy = await a_paid_year(stage)
    await changes(stage, policy, "2026-05-01", contents(A_LITTLE))
    await until(stage, "2026-06-01")

    await changes(stage, policy, "2026-07-01", contents("20000.00"))
    await stage.passes(timedelta(seconds=1))

    assert (await open_of(stage, policy, 1))["open"]["amount"] == "0.00"
    assert (await tasks(stage))[0][:2] == ("small_sum_open", "done")


async def test_several_that_are_more_together_go_the_ordinary_way(stage: Stage) -> None:
    policy = await a_paid_year(stage)
    await changes(stage, policy, "2026-05-01", contents(A_LITTLE))
    await until(stage, "2026-06-01")
    before = await stage.said()

    await changes(stage, policy, "2026-07-01", contents(MUCH))
    await until(stage, "2026-07-05")

    then = await stage.said()
    notices = [one for one in then if isinstance(one, NoticeNeeded)]
    assert {one.due_on.isoformat() for one in notices} == {"2026-05-01", "2026-07-01"}
    assert not [one for one in before if isinstance(one, NoticeNeeded)]
    overdue = [one for one in (*before, *then) if isinstance(one, InvoiceOverdue)]
    assert [one.small for one in overdue] == [True, False]
    assert (await tasks(stage))[0][1] == "done"
    assert await cover(stage, policy) == "in_force"  # no notice was served in time
    for one in notices:
        await serve(stage, one)
    await until(stage, "2026-08-10")
    assert await cover(stage, policy) == "suspended"


async def test_with_a_premium_of_the_term_the_ordinary_way_is_gone(stage: Stage) -> None:
    policy = await a_paid_year(stage, payment_mode="half_yearly")
    await changes(stage, policy, "2026-05-01", contents(A_LITTLE))
    await until(stage, "2026-06-01")
    before = await arrears(stage, UUID(policy))

    await until(stage, "2026-10-05")  # the second half was due on the first

    assert before == {}
    assert set(await arrears(stage, UUID(policy))) == {"2026-05-01", "2026-10-01"}
    assert {one.due_on.isoformat() for one in await said(stage, NoticeNeeded)} == {
        "2026-05-01",
        "2026-10-01",
    }
    assert {one["about"] for one in await clocks(stage, UUID(policy))} & {"grace", "held"}


async def test_it_is_asked_for_with_the_next_premium_and_one_payment_pays_both(
    stage: Stage,
) -> None:
    policy = await a_paid_year(stage, payment_mode="half_yearly")
    await changes(stage, policy, "2026-05-01", contents(A_LITTLE))
    await until(stage, "2026-09-25")
    issued = [one for one in await said(stage, InvoiceIssued) if one.due_on.month == 10]
    [half] = [
        one
        for one in (await account(stage, policy))["invoices"]
        if one["due_on"] == "2026-10-01" and one["kind"] == "instalment"
    ]

    [besides] = [one.besides for one in issued]
    both = Decimal(half["open"]["amount"]) + besides.amount
    await bank(stage, {**paying(half), "amount": str(both)})

    shown = await account(stage, policy)
    assert (str(besides), shown["balance"]["amount"]) == ("EUR 2.16", "0.00")
    assert [one.both_small for one in issued] == [False]  # a premium of the term is never little


async def test_the_premium_is_paid_and_the_small_rest_threatens_no_more(stage: Stage) -> None:
    policy = await a_paid_year(stage, payment_mode="half_yearly")
    await changes(stage, policy, "2026-05-01", contents(A_LITTLE))
    await until(stage, "2026-10-05")
    await serve_all(stage)
    [half] = [
        one
        for one in (await account(stage, policy))["invoices"]
        if one["due_on"] == "2026-10-01" and one["kind"] == "instalment"
    ]

    await bank(stage, paying(half))
    await until(stage, "2027-03-01")

    assert await cover(stage, policy) == "in_force"
    assert [one[0] for one in await tasks(stage) if one[1] == "open"] == ["small_sum_open"]


@pytest.mark.parametrize("how", ["the larger change", "nearly all of it"])
async def test_cover_that_rested_is_back_when_little_is_left(stage: Stage, how: str) -> None:
    policy = await a_paid_year(stage)
    days = {"the larger change": ["2026-05-01", "2026-06-01"], "nearly all of it": ["2026-05-01"]}
    sums = [MUCH, "71000.00"]
    for day, much in zip(days[how], sums, strict=False):
        await changes(stage, policy, day, contents(much))
    await until(stage, "2026-05-05")
    await serve_all(stage)
    await until(stage, "2026-06-10")
    assert await cover(stage, policy) == "suspended"

    more = await open_of(stage, policy, 1)
    kept = Decimal("0.00" if how == "the larger change" else "2.00")
    part = Decimal(more["open"]["amount"]) - kept
    await bank(stage, {**paying(more, booked_on="2026-06-08"), "amount": str(part)})
    await until(stage, "2026-06-12")

    assert await cover(stage, policy) == "in_force"
    [back] = await said(stage, PolicyReinstated)
    assert back.paid.amount == part
    assert back.cover_back_at == datetime(2026, 6, 8, 22, tzinfo=UTC)  # 24:00 of the day it came
    assert back.still_open.amount == (kept or Decimal("1.93"))  # or the other change
    await until(stage, "2026-12-20")  # the six months of the law are over
    assert (await stage.get(Policy, UUID(policy))).status is Status.ISSUED


async def test_a_payment_that_leaves_little_is_heeded_before_the_contract_looked(
    stage: Stage,
) -> None:
    policy = await a_paid_year(stage)
    await changes(stage, policy, "2026-05-01", contents(MUCH))
    await until(stage, "2026-05-05")
    await serve_all(stage)
    more = await open_of(stage, policy, 1)
    stage.clock.advance(timedelta(days=60))  # nothing rings yet
    part = Decimal(more["open"]["amount"]) - Decimal("2.00")
    file = a_csv({**paying(more), "amount": str(part)}, statement="S-LATE")
    finance = {**stage.as_(Role.FINANCE), **stage.key()}
    answer = await stage.http.post("/v1/bank-statements", json=a_bank_file(file), headers=finance)
    assert answer.status_code == 201, answer.text
    [owed] = await do(stage, lambda work: ArrearsBook(work).of(UUID(policy)))

    await do(stage, lambda work: run_out_grace(owed.id, work))

    assert owed.status is ArrearsStatus.GRACE  # as it was read
    assert (await stage.get(Policy, UUID(policy))).status is Status.ISSUED


async def test_the_law_does_not_end_it_for_what_is_little_by_then(stage: Stage) -> None:
    policy = await a_paid_year(stage)
    await changes(stage, policy, "2026-05-01", contents(MUCH))
    await until(stage, "2026-05-05")
    await serve_all(stage)
    await until(stage, "2026-06-10")
    more = await open_of(stage, policy, 1)
    stage.clock.advance(timedelta(days=200))  # nothing rings yet
    part = Decimal(more["open"]["amount"]) - Decimal("2.00")
    file = a_csv({**paying(more), "amount": str(part)}, statement="S-LATE")
    finance = {**stage.as_(Role.FINANCE), **stage.key()}
    await stage.http.post("/v1/bank-statements", json=a_bank_file(file), headers=finance)
    [owed] = await do(stage, lambda work: ArrearsBook(work).of(UUID(policy)))

    await do(stage, lambda work: end_suspension(owed.id, stage.clock.now(), work))

    assert (await stage.get(Policy, UUID(policy))).status is Status.SUSPENDED


async def test_what_is_left_of_a_premium_of_the_term_is_never_slight(stage: Stage) -> None:
    policy = await a_home(stage)
    [year] = (await account(stage, policy))["invoices"]
    await until(stage, "2026-04-01")
    await bank(stage, {**paying(year), "amount": str(Decimal(year["open"]["amount"]) - 8)})

    await until(stage, "2026-04-05")

    told = await stage.said()
    assert [one.small for one in told if isinstance(one, InvoiceOverdue)] == [False]
    assert [one.due_on.day for one in told if isinstance(one, NoticeNeeded)] == [1]


async def test_a_small_sum_beside_it_does_not_delay_the_cover_that_payment_gives_back(
    stage: Stage,
) -> None:
    policy = await a_paid_year(stage, payment_mode="half_yearly")
    await changes(stage, policy, "2026-05-01", contents(A_LITTLE))
    await until(stage, "2026-10-05")
    await serve_all(stage)
    await until(stage, "2026-11-20")
    assert await cover(stage, policy) == "suspended"
    [half] = [
        one
        for one in (await account(stage, policy))["invoices"]
        if one["due_on"] == "2026-10-01" and one["kind"] == "instalment"
    ]

    await bank(stage, paying(half, booked_on="2026-11-12"))

    [back] = await said(stage, PolicyReinstated)
    assert back.cover_back_at == datetime(2026, 11, 12, 23, tzinfo=UTC)  # 24:00 of that day


async def test_just_above_the_share_is_not_slight(stage: Stage) -> None:
    policy = await a_paid_year(stage)
    await changes(stage, policy, "2026-05-01", contents(A_LITTLE_MORE))
    more = await open_of(stage, policy, 1)

    await until(stage, "2026-05-05")

    assert Decimal(more["open"]["amount"]) > Decimal("12.10")
    assert [one.customer_id for one in await said(stage, NoticeNeeded)] == [MARIA]
