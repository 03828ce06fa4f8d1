"""A contract ends, or comes back after its end: what is owed, and what goes back."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from arranged.accounts import account, bank, changes, contents, paying, said, until
from arranged.homes import a_home

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.notifications import NoticeServed
from contracts.policy import (
    NoticeNeeded,
    PaymentHeld,
    PolicyCancelled,
    PolicyReinstated,
    PolicyWithdrawn,
    PremiumCredited,
)
from contracts.roles import Role
from policy.domain.policy import Policy, Status
from policy.examples import MARIA, a_customer, an_agreement

USD_ACCOUNT = "YB-USD-0001"


async def a_flood_policy(stage: Stage) -> str:
    """María's house in Galveston, 407.40 dollars for the year, issued by her agent."""
    await stage.given(a_customer())
    answer = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**stage.as_(Role.AGENT), **stage.key()}
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_withdrawal_gives_all_back_taxes_included(stage: Stage) -> None:
    policy = await a_home(stage)
    [year] = (await account(stage, policy))["invoices"]
    await bank(stage, paying(year, booked_on="2026-03-02"))
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    answer = await stage.http.put(
        f"/v1/policies/{policy}/withdrawal", json={}, headers={**maria, "If-Match": '"1"'}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["given_back"] == {"amount": "242.10", "currency": "EUR"}
    await stage.passes(timedelta(minutes=1))

    shown = await account(stage, policy)
    wanted = await stage.http.get("/v1/refunds", headers=stage.as_(Role.FINANCE))
    assert shown["standing"] == "cancelled"
    assert [one["amount"]["amount"] for one in wanted.json()["items"]] == ["242.10"]
    [told] = await said(stage, PolicyWithdrawn)
    assert (told.refund.amount, told.given_back.amount) == (Decimal("208.32"), Decimal("242.10"))


async def test_a_cancellation_says_what_goes_back_with_its_levies(stage: Stage) -> None:
    policy = await a_home(stage)

    answer = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-10-01", "reason": "Sold."},
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), "If-Match": '"1"'},
    )
    assert answer.status_code == 200, answer.text

    *_, credited, told = await stage.said()
    assert isinstance(told, PolicyCancelled)
    assert isinstance(credited, PremiumCredited)
    assert told.given_back is not None
    assert told.refund is not None
    note = (await account(stage, policy))["invoices"][-1]
    assert told.given_back == credited.amount
    assert str(told.given_back.amount) == note["amount"]["amount"]
    assert told.given_back > told.refund


async def test_an_end_gives_the_surcharge_on_sums_back_by_days_as_less_cover_does(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    await until(stage, "2026-03-10")
    await changes(stage, policy, "2026-07-01", contents("60000.00"))

    ended = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-10-01", "reason": "Sold."},
        headers={**maria, "If-Match": '"2"'},
    )
    assert ended.status_code == 200, ended.text

    *_, note = (await account(stage, policy))["invoices"]
    back = {line["id"]: line["amount"]["amount"] for line in note["lines"]}
    assert back["ES-CCS"] == "9.08"  # 260,000 at 0.07 per thousand for 182 of 365 days
    assert set(back) == {"premium", "ES-IPS", "ES-CLEA", "ES-CCS"}
    assert sum(map(Decimal, back.values())) == Decimal(note["amount"]["amount"])


async def test_a_tax_on_parts_of_the_premium_goes_back_with_them(stage: Stage) -> None:
    place = {"country": "DE", "city": "Berlin", "postal_code": "10115", "line": "Weg 1"}
    policy = await a_home(stage, place=place, jurisdiction="DE", time_zone="Europe/Berlin")
    charged = {line["id"] for line in (await account(stage, policy))["invoices"][0]["lines"]}

    ended = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-10-01", "reason": "Sold."},
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), "If-Match": '"1"'},
    )
    assert ended.status_code == 200, ended.text

    *_, note = (await account(stage, policy))["invoices"]
    assert {line["id"] for line in note["lines"]} == charged
    assert len(charged) > 2


async def test_a_cancellation_of_what_was_never_paid_leaves_the_days_of_cover_owed(
    stage: Stage,
) -> None:
    policy = await a_flood_policy(stage)
    await until(stage, "2026-04-10")

    answer = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-04-11", "reason": "Sold."},
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), "If-Match": '"1"'},
    )
    assert answer.status_code == 200, answer.text
    await stage.passes(timedelta(days=60))

    shown = await account(stage, policy)
    assert shown["invoices"][0]["open"]["amount"] == "11.16"  # 407.40 x 10/365
    assert (await stage.get(Policy, UUID(policy))).status is Status.CANCELLED  # and stays so


async def lapsed(stage: Stage) -> str:
    """Nobody paid, the reminder was served, and the grace of 30 days has run."""
    policy = await a_flood_policy(stage)
    await until(stage, "2026-04-05")
    [reminder] = await said(stage, NoticeNeeded)
    await stage.hears(
        NoticeServed(
            notice_id=reminder.notice_id,
            customer_id=MARIA,
            delivery_id=new_id(),
            served_at=stage.clock.now(),
        )
    )
    await until(stage, "2026-05-20")
    assert (await stage.get(Policy, UUID(policy))).status is Status.LAPSED
    return policy


async def test_after_a_lapse_only_the_days_of_cover_are_owed_and_money_waits_for_a_person(
    stage: Stage,
) -> None:
    policy = await lapsed(stage)
    shown = await account(stage, policy)
    [year, _] = shown["invoices"]
    days = (await stage.get(Policy, UUID(policy))).ends_on - date(2026, 4, 1)

    await bank(stage, paying(year, booked_on="2026-05-20"), account=USD_ACCOUNT)

    assert shown["standing"] == "lapsed"
    owed = (Decimal("407.40") * days.days / 365).quantize(Decimal("0.01"))
    assert Decimal(year["open"]["amount"]) == owed
    assert len(await said(stage, PaymentHeld)) == 1
    assert (await stage.get(Policy, UUID(policy))).status is Status.LAPSED


async def test_money_paid_before_the_grace_ended_and_booked_after_it_is_a_persons_to_see_to(
    stage: Stage,
) -> None:
    policy = await lapsed(stage)
    finance = stage.as_(Role.FINANCE)
    [year, _] = (await account(stage, policy))["invoices"]
    ended = (await stage.get(Policy, UUID(policy))).ends_on
    eve = str(ended - timedelta(days=1))

    await bank(stage, paying(year, booked_on=eve), account=USD_ACCOUNT)
    await bank(stage, paying(year, booked_on=str(ended)), account=USD_ACCOUNT)

    waiting = (await stage.http.get("/v1/suspense", headers=finance)).json()["items"]
    asked = (await stage.http.get("/v1/tasks?status=open", headers=finance)).json()["items"]
    assert [one["doubt"] for one in waiting] == ["paid_in_time", "after_lapse"]
    assert [(one["kind"], one["policy_id"]) for one in asked] == [("paid_in_time", policy)]
    for told in (waiting[0]["id"], eve, str(ended), year["open"]["amount"]):
        assert told in asked[0]["about"]
    assert len(await said(stage, PaymentHeld)) == 2


async def test_cover_that_comes_back_after_a_lapse_is_charged_for_the_days_left(
    stage: Stage,
) -> None:
    policy = await lapsed(stage)
    maria, finance = stage.as_(Role.CUSTOMER, customer_id=MARIA), stage.as_(Role.FINANCE)
    asked = await stage.http.post(
        f"/v1/policies/{policy}/reinstatements", json={}, headers={**maria, **stage.key()}
    )
    [year, _] = (await account(stage, policy))["invoices"]
    assert asked.json()["owed"] == year["open"]
    await bank(stage, paying(year, booked_on="2026-05-20"), account=USD_ACCOUNT)
    [held] = (await stage.http.get("/v1/suspense?status=open", headers=finance)).json()["items"]
    assigned = await stage.http.put(
        f"/v1/suspense/{held['id']}/resolution",
        json={"resolution": "assigned", "invoice_id": year["id"], "note": "She comes back."},
        headers={**finance, "If-Match": '"1"'},
    )
    assert assigned.status_code == 200, assigned.text
    await stage.passes(timedelta(seconds=1))
    granted = await stage.http.put(
        f"/v1/policies/{policy}/reinstatements/{asked.json()['id']}/decision",
        json={"granted": True, "reason": "Nothing has changed."},
        headers={**stage.as_(Role.UNDERWRITER), "If-Match": '"2"'},
    )
    assert granted.status_code == 200, granted.text

    [back] = await said(stage, PolicyReinstated)
    shown = await account(stage, policy)
    rest = shown["invoices"][-1]
    left = (date(2027, 4, 1) - date(2026, 5, 20)).days
    assert back.gap_from < back.cover_back_at
    assert shown["standing"] == "open"
    assert (rest["kind"], rest["reason"]) == ("additional", "reinstatement")
    exact = Decimal("407.40") * left / 365
    assert abs(Decimal(rest["amount"]["amount"]) - exact) <= Decimal("0.01")


async def back_since_october(stage: Stage) -> str:
    """Lapsed in May; asked for, granted and paid on 1 October."""
    policy = await lapsed(stage)
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    await until(stage, "2026-10-01")
    asked = await stage.http.post(
        f"/v1/policies/{policy}/reinstatements", json={}, headers={**maria, **stage.key()}
    )
    granted = await stage.http.put(
        f"/v1/policies/{policy}/reinstatements/{asked.json()['id']}/decision",
        json={"granted": True, "reason": "Nothing has changed."},
        headers={**stage.as_(Role.UNDERWRITER), "If-Match": '"1"'},
    )
    assert granted.status_code == 200, granted.text
    [year, _] = (await account(stage, policy))["invoices"]
    await bank(stage, paying(year, booked_on="2026-10-01"), account=USD_ACCOUNT)
    assert (await stage.get(Policy, UUID(policy))).status is Status.ISSUED
    return policy


async def test_after_a_comeback_premium_is_earned_for_the_days_left_and_not_for_the_gap(
    stage: Stage,
) -> None:
    policy = await back_since_october(stage)
    rest = (await account(stage, policy))["invoices"][-1]

    async def earned() -> Decimal:
        ledger = await stage.http.get(
            f"/v1/policies/{policy}/ledger?limit=100", headers=stage.as_(Role.FINANCE)
        )
        sides = [one for journal in ledger.json()["items"] for one in journal["postings"]]
        books = [one for one in sides if one["book"] == "premium_income"]
        return sum((Decimal(one["credit"]) - Decimal(one["debit"]) for one in books), Decimal(0))

    before = await earned()
    await until(stage, "2026-11-01")  # 31 days of the 182 from 1 October to 1 April

    exact = Decimal(rest["amount"]["amount"]) * 31 / 182
    assert abs(await earned() - before - exact) <= Decimal("0.01")


async def test_after_a_comeback_it_is_paid_until_the_days_left_are_paid(stage: Stage) -> None:
    policy = await back_since_october(stage)
    unpaid = await account(stage, policy)
    rest = unpaid["invoices"][-1]
    await until(stage, "2026-10-10")

    await bank(stage, paying(rest, booked_on="2026-10-10"), account=USD_ACCOUNT)

    assert (rest["covers_from"], rest["covers_until"]) == ("2026-10-01", "2027-04-01")
    assert unpaid["paid_until"] == "2026-10-01"
    assert (await account(stage, policy))["paid_until"] == "2027-04-01"
