"""What goes out with proof is the schedule that we made of the contract, and no other paper."""

from datetime import timedelta
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA, WEI, a_customer, an_agreement

NOT_MADE = "POST /policies/{id}/documents"


async def in_force(counter: Any) -> None:
    await counter.takes("home")
    await counter.applies()
    await counter.pays()
    await counter.signs()
    await counter.reviews()


async def over_the_counter(stage: Stage, customer: object, **changes: Any) -> Any:
    headers = {**stage.as_(Role.AGENT, subject="ana"), **stage.key()}
    body = an_agreement(customer_id=str(customer), **changes)
    issued = await stage.http.post("/v1/policies", json=body, headers=headers)
    assert issued.status_code == 201, issued.text
    return issued


async def records(stage: Stage, issued: Any, sent: dict[str, Any]) -> Any:
    ana = stage.as_(Role.AGENT, subject="ana")
    headers = {**ana, **stage.key(), "If-Match": issued.headers["ETag"]}
    url = f"/v1/policies/{issued.json()['id']}/dispatch"
    return await stage.http.post(url, json=sent, headers=headers)


@pytest.fixture
async def hers(stage: Stage, counter: Any) -> Any:
    """María's flood cover, concluded by an agent."""
    return await over_the_counter(stage, MARIA)


async def test_of_a_sale_nothing_was_sent_before_it_was_made(stage: Stage, counter: Any) -> None:
    await in_force(counter)

    early = await counter.does("ana", "dispatch", counter.sent(), status=409)
    await stage.running.alarms.ring_due()
    forged = await counter.does("ana", "dispatch", counter.sent(), status=422)
    await counter.sends()

    assert (early["code"], NOT_MADE in early["detail"]) == ("schedule-not-made", True)
    assert forged["code"] == "other-paper"
    assert [one["pointer"] for one in forged["errors"]] == ["/content_sha256"]
    assert counter.shown["status"] == "dispatched"
    assert len(counter.shown["dispatches"]) == 1


async def test_a_paper_of_another_contract_or_another_kind_delivers_nothing(
    stage: Stage, hers: Any, schedule_of: Any, counter: Any
) -> None:
    await stage.given(a_customer(WEI, name="Wei Chen"))
    his = await over_the_counter(stage, WEI)
    await schedule_of(hers.json()["id"])
    await stage.passes(timedelta(days=17))  # the invoice goes out
    finance = stage.as_(Role.FINANCE)
    account = await stage.http.get(f"/v1/policies/{hers.json()['id']}/account", headers=finance)
    invoice = await stage.http.post(
        f"/v1/policies/{hers.json()['id']}/documents",
        json={"kind": "invoice", "subject_id": account.json()["invoices"][0]["id"]},
        headers={**finance, **stage.key()},
    )
    assert invoice.status_code == 201, invoice.text

    answers = [
        await records(stage, hers, counter.sent(content_sha256=one))
        for one in (await schedule_of(his.json()["id"]), invoice.json()["sha256"], "f" * 64)
    ]

    assert [one.status_code for one in answers] == [422, 422, 422]
    assert {one.json()["code"] for one in answers} == {"other-paper"}
    read = await stage.http.get(f"/v1/policies/{hers.json()['id']}/dispatch",
                                headers=stage.as_(Role.AGENT))  # fmt: skip
    assert (read.json()["dispatches"], read.json()["delivered_at"]) == ([], None)


async def test_any_schedule_of_the_contract_may_have_gone_out_but_not_before_it_was_made(
    stage: Stage, hers: Any, schedule_of: Any, counter: Any
) -> None:
    policy = hers.json()["id"]
    await schedule_of(policy)
    before = stage.clock.now()
    await stage.passes(timedelta(hours=1))
    chinese = await stage.http.post(
        f"/v1/policies/{policy}/documents",
        json={"kind": "schedule", "language": "zh"},
        headers={**stage.as_(Role.AGENT), **stage.key()},
    )
    sent = counter.sent(content_sha256=chinese.json()["sha256"])

    early = await records(stage, hers, {**sent, "at": before.isoformat()})
    taken = await records(stage, hers, sent)

    assert (early.status_code, early.json()["code"]) == (422, "bad-dispatch")
    assert [one["pointer"] for one in early.json()["errors"]] == ["/at"]
    assert taken.status_code == 201, taken.text
    assert taken.json()["delivered_at"] is not None
