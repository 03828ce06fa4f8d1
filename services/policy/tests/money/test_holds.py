"""The bank says that the debtor is dead: nothing is asked for, and nothing ends, until a person."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.events import Event
from chassis.ids import new_id
from chassis.testing import Stage
from contracts.notifications import NoticeServed
from contracts.policy import InvoiceOverdue, NoticeNeeded
from contracts.roles import Role
from policy.domain.offer import PaymentMode
from policy.domain.policy import Policy, Status
from policy.examples import MARIA, a_customer
from policy.examples.contracts import a_wording, an_offer
from policy.examples.money import a_bank_file, a_csv, a_line
from policy.use_cases.deliver_contract import contract_delivered
from policy.use_cases.issue_contract import IssueContract, issue_contract


async def until(stage: Stage, instant: str) -> None:
    await stage.passes(datetime.fromisoformat(instant).replace(tzinfo=UTC) - stage.clock.now())


async def account(stage: Stage, policy: UUID) -> Any:
    return await stage.http.get(f"/v1/policies/{policy}/account", headers=stage.as_(Role.FINANCE))


async def bank(stage: Stage, line: dict[str, str]) -> None:
    today = stage.clock.now().date().isoformat()
    file = a_csv({**line, "booked_on": today}, statement=f"S-{today}")
    answer = await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(file),
        headers={**stage.as_(Role.FINANCE), **stage.key()},
    )
    assert answer.status_code == 201, answer.text
    await stage.passes(timedelta(0))


async def april_is_paid(stage: Stage) -> UUID:
    """30.00 a month from 1 April."""
    await stage.given(a_customer())
    async with stage.running.works() as work:
        order = IssueContract(
            customer_id=MARIA,
            offer=an_offer("ES", payment_mode=PaymentMode.MONTHLY),
            wording=a_wording("home"),
            by="ana",
        )
        policy = (await issue_contract(order, work)).id
        await contract_delivered(policy, work.now, by="ana", work=work)
    await until(stage, "2026-04-01T10:00")
    april = (await account(stage, policy)).json()["invoices"][0]
    reference = april["reference"].replace(" ", "")
    await bank(stage, a_line("30.00", reference=reference, bank_reference="B-1"))
    return policy


async def the_debtor_died(stage: Stage) -> UUID:
    """April was paid and May was not; then the bank took April's 30.00 back, for MD07."""
    policy = await april_is_paid(stage)
    await until(stage, "2026-05-03T06:00")
    await bank(stage, a_line("-30.00", bank_reference="B-1", return_code="MD07"))
    await stage.said()
    return policy


async def lift(stage: Stage, policy: UUID) -> Any:
    version = (await account(stage, policy)).headers["ETag"]
    return await stage.http.put(
        f"/v1/policies/{policy}/account/hold-release",
        json={"reason": "Her husband pays from now on."},
        headers={**stage.as_(Role.FINANCE), "If-Match": version},
    )


async def tasks(stage: Stage, status: str) -> list[Any]:
    answer = await stage.http.get(f"/v1/tasks?status={status}", headers=stage.as_(Role.FINANCE))
    items: list[Any] = answer.json()["items"]
    return items


async def said(stage: Stage, kind: type[Event]) -> list[Any]:
    return [one for one in await stage.said() if isinstance(one, kind)]


async def test_md_07_stops_the_ladder_that_runs_and_a_person_is_asked(stage: Stage) -> None:
    policy = await the_debtor_died(stage)

    await stage.passes(timedelta(days=90))

    assert await said(stage, NoticeNeeded) == []
    assert (await stage.get(Policy, policy)).status is Status.ISSUED
    assert (await account(stage, policy)).json()["hold"] == "MD07"
    [asked] = await tasks(stage, "open")
    assert (asked["kind"], asked["policy_id"]) == ("account_on_hold", str(policy))
    assert "MD07" in asked["about"]


async def test_a_hold_that_is_lifted_tells_anew_and_the_grace_is_a_new_one(stage: Stage) -> None:
    policy = await the_debtor_died(stage)
    await stage.passes(timedelta(days=60))  # the month of grace for May has gone by meanwhile
    await stage.said()

    answer = await lift(stage, policy)
    await stage.passes(timedelta(days=1))

    assert (answer.status_code, answer.json()["hold"]) == (200, None), answer.text
    facts = await stage.said()
    overdue = {one.due_on.isoformat() for one in facts if isinstance(one, InvoiceOverdue)}
    assert {"2026-04-01", "2026-05-01", "2026-06-01"} <= overdue
    reminders = [one for one in facts if isinstance(one, NoticeNeeded) and one.kind == "reminder"]
    assert {one.due_on.isoformat() for one in reminders} >= {"2026-04-01", "2026-05-01"}
    assert (await stage.get(Policy, policy)).status is Status.ISSUED
    [done] = await tasks(stage, "done")
    assert (done["kind"], done["outcome"]) == ("account_on_hold", "Her husband pays from now on.")
    await serve(stage, *reminders)
    await stage.passes(timedelta(days=60))
    assert (await stage.get(Policy, policy)).status is Status.SUSPENDED
    assert await stage.dead_letters() == []


async def serve(stage: Stage, *reminders: NoticeNeeded) -> None:
    for one in reminders:
        await stage.hears(
            NoticeServed(
                notice_id=one.notice_id,
                customer_id=MARIA,
                delivery_id=new_id(),
                served_at=stage.clock.now(),
            )
        )


async def test_a_hold_stops_the_end_of_a_suspension_too(stage: Stage) -> None:
    policy = await april_is_paid(stage)
    await until(stage, "2026-05-04T06:00")
    await serve(stage, *[one for one in await said(stage, NoticeNeeded) if one.kind == "reminder"])
    await until(stage, "2026-06-10T06:00")
    assert (await stage.get(Policy, policy)).status is Status.SUSPENDED
    await bank(stage, a_line("-30.00", bank_reference="B-1", return_code="MD07"))

    await until(stage, "2026-12-01T06:00")  # the six months of the law are over
    held = (await stage.get(Policy, policy)).status
    lifted = await lift(stage, policy)
    await stage.passes(timedelta(days=28))

    assert (held, lifted.status_code) == (Status.SUSPENDED, 200)
    assert (await stage.get(Policy, policy)).status is Status.SUSPENDED  # a month to pay in
    await stage.passes(timedelta(days=5))
    assert (await stage.get(Policy, policy)).status is Status.LAPSED


async def test_only_a_hold_can_be_lifted_and_only_once(stage: Stage) -> None:
    policy = await the_debtor_died(stage)

    first, again = await lift(stage, policy), await lift(stage, policy)

    assert first.status_code == 200
    assert (again.status_code, again.json()["code"]) == (409, "not-on-hold")
