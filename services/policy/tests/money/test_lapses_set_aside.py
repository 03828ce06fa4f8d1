"""Paid in time and booked after the lapse: the contract never lapsed, and a person says so."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.notifications import NoticeServed
from contracts.policy import NoticeNeeded, PolicyLapsed, PolicyLapseSetAside
from contracts.roles import Role
from policy.domain.policy import Policy, Status
from policy.examples import MARIA, a_customer, an_agreement
from policy.examples.money import a_bank_file, a_csv, a_line

WHY = {"reason": "The statement shows that she paid in time."}


async def lapsed(stage: Stage) -> str:
    """407.40 was due on 1 April; the reminder was served, and the grace of 30 days has run."""
    await stage.given(a_customer())
    answer = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**stage.as_(Role.AGENT), **stage.key()}
    )
    policy = str(answer.json()["id"])
    await until(stage, "2026-04-05")
    [reminder] = [one for one in await stage.said() if isinstance(one, NoticeNeeded)]
    served = {"delivery_id": new_id(), "served_at": stage.clock.now()}
    await stage.hears(NoticeServed(notice_id=reminder.notice_id, customer_id=MARIA, **served))
    await until(stage, "2026-05-20")
    assert (await stage.get(Policy, UUID(policy))).status is Status.LAPSED
    return policy


async def until(stage: Stage, day: str) -> None:
    await stage.passes(datetime.fromisoformat(f"{day}T10:00:00+00:00") - stage.clock.now())


async def account(stage: Stage, policy: str) -> Any:
    finance = stage.as_(Role.FINANCE)
    return (await stage.http.get(f"/v1/policies/{policy}/account", headers=finance)).json()


async def bank(stage: Stage, policy: str, amount: str, *, paid_on: str) -> None:
    """A line of that day, in a statement of today."""
    reference = (await account(stage, policy))["invoices"][0]["reference"].replace(" ", "")
    line = a_line(amount, currency="USD", reference=reference, booked_on=paid_on)
    file = a_csv(line, statement=f"S-{amount}-{paid_on}", account="YB-USD-0001")
    answer = await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(file),
        headers={**stage.as_(Role.FINANCE), **stage.key()},
    )
    assert answer.status_code == 201, answer.text


async def set_aside(stage: Stage, policy: str, role: Role = Role.FINANCE) -> Any:
    version = (await stage.get(Policy, UUID(policy))).version
    return await stage.http.put(
        f"/v1/policies/{policy}/lapse/setting-aside",
        json=WHY,
        headers={**stage.as_(role, subject="finn"), "If-Match": f'"{version}"'},
    )


async def test_what_was_paid_in_time_and_booked_late_leaves_no_gap(stage: Stage) -> None:
    policy = await lapsed(stage)
    [ended] = [one for one in await stage.said() if isinstance(one, PolicyLapsed)]
    eve = (ended.lapsed_at - timedelta(days=1)).date().isoformat()
    await bank(stage, policy, "407.40", paid_on=eve)

    answer = await set_aside(stage, policy)

    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["paid"]["amount"]) == ("issued", "407.40")
    [said] = [one for one in await stage.said() if isinstance(one, PolicyLapseSetAside)]
    [cover] = said.covers  # one stretch, as it was agreed
    assert (said.gaps, said.covered_since, said.paid_on.isoformat()) == ([], ended.lapsed_at, eve)
    assert cover.ends_at - cover.starts_at > timedelta(days=364)
    shown = await account(stage, policy)
    assert (shown["standing"], shown["credit"]["amount"], shown["balance"]["amount"]) == (
        "open", "0.00", "0.00",
    )  # fmt: skip
    assert shown["paid_until"] == "2027-04-01"
    finance = stage.as_(Role.FINANCE)
    [task] = (await stage.http.get("/v1/tasks", headers=finance)).json()["items"]
    assert (task["kind"], task["status"], task["outcome"]) == (
        "paid_in_time",
        "done",
        WHY["reason"],
    )
    [money] = (await stage.http.get("/v1/suspense", headers=finance)).json()["items"]
    assert money["status"] == "assigned"
    await stage.passes(timedelta(days=60))
    assert (await stage.get(Policy, UUID(policy))).status is Status.ISSUED
    assert await stage.dead_letters() == []


async def test_no_lapse_is_set_aside_for_part_of_it_or_for_what_came_too_late(
    stage: Stage,
) -> None:
    policy = await lapsed(stage)
    ended = (await stage.get(Policy, UUID(policy))).ends_on
    await bank(stage, policy, "400.00", paid_on=str(ended - timedelta(days=1)))
    await bank(stage, policy, "407.40", paid_on=str(ended))

    refused = await set_aside(stage, policy)

    assert (refused.status_code, refused.json()["code"]) == (409, "not-paid-in-time")
    assert refused.json()["detail"].endswith("USD 407.40 was owed, USD 400.00 came in time")
    assert (await stage.get(Policy, UUID(policy))).status is Status.LAPSED
    assert (await set_aside(stage, policy, Role.AGENT)).status_code == 403


async def test_only_a_lapse_is_set_aside(stage: Stage, sells: Any) -> None:
    policy = (await sells()).id

    refused = await set_aside(stage, str(policy))

    assert (refused.status_code, refused.json()["code"]) == (409, "illegal-policy-move")
