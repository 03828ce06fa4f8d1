"""A contract and its account, joined: whatever befalls the one befalls the other."""

from datetime import timedelta
from decimal import Decimal

import pytest
from arranged.accounts import account, bank, changes, contents, paying, said, until
from arranged.homes import a_home

from chassis.testing import Stage
from contracts.policy import NoticeNeeded, PremiumReturned
from contracts.roles import Role
from policy.examples import A_WISH, MARIA
from policy.examples.money import a_line


async def test_what_goes_back_pays_what_comes_next_for_whoever_chose_that(stage: Stage) -> None:
    policy = await a_home(stage)
    [year] = (await account(stage, policy))["invoices"]
    await until(stage, "2026-04-01")
    await bank(stage, {**paying(year), "amount": str(Decimal(year["open"]["amount"]) + 60)})
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    url = f"/v1/policies/{policy}/account"
    version = (await stage.http.get(url, headers=maria)).headers["ETag"]
    chosen = await stage.http.put(
        f"{url}/credit-use", json={"use": "next_instalment"}, headers={**maria, "If-Match": version}
    )
    assert chosen.status_code == 200, chosen.text

    await changes(stage, policy, "2026-10-01", contents("20000.00"))
    await stage.passes(timedelta(days=20))

    shown = await account(stage, policy)
    note = Decimal(shown["invoices"][-1]["amount"]["amount"])
    assert Decimal(shown["credit"]["amount"]) == 60 + note
    assert await said(stage, PremiumReturned) == []


async def test_a_payment_the_bank_takes_back_is_due_when_it_first_was_and_told_anew(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    [year] = (await account(stage, policy))["invoices"]
    await until(stage, "2026-04-06")
    [first] = await said(stage, NoticeNeeded)
    await bank(stage, paying(year, booked_on="2026-04-06", bank_reference="B-1"))
    await stage.said()

    taken = a_line(
        f"-{year['open']['amount']}",
        booked_on="2026-04-20",
        bank_reference="B-1",
        return_code="AM04",
    )
    await until(stage, "2026-04-20")
    await bank(stage, taken)
    await stage.passes(timedelta(minutes=1))
    again = await said(stage, NoticeNeeded)
    clocks = await stage.http.get(
        f"/v1/policies/{policy}/clocks", headers=stage.as_(Role.CUSTOMER, customer_id=MARIA)
    )

    assert {one.due_on.isoformat() for one in [first, *again]} == {"2026-04-01"}
    assert "reminder" in {one.kind for one in again}
    graces = [one for one in clocks.json()["items"] if one["about"] == "grace"]
    assert [one["due"] for one in graces] == ["2026-05-01T22:00:00Z"]


@pytest.mark.parametrize("amount", ["100.00", "242.10"])
async def test_part_of_a_premium_does_not_stop_the_grace(stage: Stage, amount: str) -> None:
    policy = await a_home(stage)
    [year] = (await account(stage, policy))["invoices"]
    await until(stage, "2026-04-03")
    await bank(stage, {**paying(year, booked_on="2026-04-03"), "amount": amount})
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    clocks = await stage.http.get(f"/v1/policies/{policy}/clocks", headers=maria)

    graces = [one for one in clocks.json()["items"] if one["about"] == "grace"]
    assert len(graces) == (0 if amount == "242.10" else 1)


async def test_a_refund_goes_back_to_who_paid_and_is_said(stage: Stage) -> None:
    policy = await a_home(stage)
    [year] = (await account(stage, policy))["invoices"]
    await until(stage, "2026-04-01")
    await bank(stage, paying(year))
    agent = stage.as_(Role.AGENT)

    answer = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-07-01", "reason": "Sold.", "wish": A_WISH},
        headers={**agent, "If-Match": '"1"'},
    )
    assert answer.status_code == 200, answer.text
    await stage.passes(timedelta(minutes=1))

    [refund] = (await stage.http.get("/v1/refunds", headers=stage.as_(Role.FINANCE))).json()[
        "items"
    ]
    given_back = Decimal(answer.json()["refund"]["amount"])
    taxes = Decimal(refund["amount"]["amount"]) - given_back
    on_sums = Decimal("12.61")  # 16.80 of the Consorcio for 274 of 365 days
    assert abs(taxes - on_sums - given_back * Decimal("0.0815")) <= Decimal("0.02")  # IPS, CLEA
    assert refund["status"] in {"wanted", "sent"}
    assert len(await said(stage, PremiumReturned)) == (refund["status"] == "sent")
