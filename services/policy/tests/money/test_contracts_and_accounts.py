"""A contract and its account, joined: whatever befalls the one befalls the other."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from chassis.events import Event
from chassis.identity import Principal
from chassis.ids import new_id
from chassis.testing import Stage
from contracts.notifications import NoticeServed
from contracts.policy import (
    NoticeNeeded,
    PaymentHeld,
    PolicyCancelled,
    PolicyEndorsed,
    PolicyReinstated,
    PolicyWithdrawn,
    PremiumCredited,
    PremiumReturned,
)
from contracts.roles import Role
from policy.domain.policy import Policy, Status
from policy.examples import A_WISH, MARIA, a_customer, an_agreement
from policy.examples.asking import a_wish
from policy.examples.money import OUR_IBAN, a_bank_file, a_csv, a_line
from policy.storage import Endorsements, Products, Quotes, Wordings
from policy.use_cases.issue_contract import IssueContract, issue_contract

USD_ACCOUNT = "YB-USD-0001"
ASKED = {**a_wish("home"), "customer_id": str(MARIA)}


async def a_home(stage: Stage, **changes: Any) -> str:
    """María's home in Valencia, at the price she was quoted: 208.32 and levies of 33.78."""
    await stage.given(a_customer())
    asked = await stage.http.post(
        "/v1/quotes", json={**ASKED, **changes}, headers={**stage.as_(Role.AGENT), **stage.key()}
    )
    assert asked.status_code == 201, asked.text
    async with stage.running.works() as work:
        agent = Principal(subject="ana", roles=frozenset({Role.AGENT}))
        quote = await Quotes(work).get(UUID(asked.json()["id"]), asked_by=agent)
        version = await Quotes(work).version(quote, 1)
        offer = version.offer(Products().version("home", version.asked.product_version))
        order = IssueContract(
            customer_id=MARIA, offer=offer, wording=Wordings().of("home", line="home"), by="ana"
        )
        policy = await issue_contract(order, work)
    return str(policy.id)


async def a_flood_policy(stage: Stage) -> str:
    """María's house in Galveston, 407.40 dollars for the year, issued by her agent."""
    await stage.given(a_customer())
    answer = await stage.http.post(
        "/v1/policies", json=an_agreement(), headers={**stage.as_(Role.AGENT), **stage.key()}
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def until(stage: Stage, day: str) -> None:
    await stage.passes(datetime.fromisoformat(f"{day}T10:00:00+00:00") - stage.clock.now())


async def account(stage: Stage, policy: str) -> Any:
    """The account as finance sees it; its ledger agrees with its invoices."""
    finance = stage.as_(Role.FINANCE)
    shown = (await stage.http.get(f"/v1/policies/{policy}/account", headers=finance)).json()
    ledger = await stage.http.get(f"/v1/policies/{policy}/ledger?limit=100", headers=finance)
    books: dict[str, Decimal] = {}
    for journal in ledger.json()["items"]:
        for one in journal["postings"]:
            amount = Decimal(one["debit"]) - Decimal(one["credit"])
            books[one["book"]] = books.get(one["book"], Decimal(0)) + amount
    invoices = [one for one in shown["invoices"] if one["status"] != "cancelled"]
    assert sum(books.values()) == 0
    assert books["premium_receivable"] == sum(Decimal(one["open"]["amount"]) for one in invoices)
    assert -books.get("customer_credit", Decimal(0)) == Decimal(shown["credit"]["amount"])
    return shown


async def bank(stage: Stage, *lines: dict[str, str], account: str = OUR_IBAN) -> None:
    file = a_csv(*lines, statement=f"S-{stage.clock.now():%j%H%M%S}", account=account)
    answer = await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(file),
        headers={**stage.as_(Role.FINANCE), **stage.key()},
    )
    assert answer.status_code == 201, answer.text
    await stage.passes(timedelta(seconds=1))


def paying(invoice: Any, **said: str) -> dict[str, str]:
    return a_line(
        invoice["open"]["amount"],
        currency=invoice["open"]["currency"],
        reference=invoice["reference"].replace(" ", ""),
        payer_account="ES7921000813610123456789",
        **said,
    )


async def changes(stage: Stage, policy: str, day: str, change: dict[str, Any]) -> Any:
    agent = stage.as_(Role.AGENT)
    asked = await stage.http.post(
        f"/v1/policies/{policy}/endorsements",
        json={"effective_on": day, "change": change, "reason": "Asked for."},
        headers={**agent, **stage.key()},
    )
    assert asked.status_code == 201, asked.text
    done = await stage.http.put(
        f"/v1/policies/{policy}/endorsements/{asked.json()['id']}/acceptance",
        headers={**agent, "If-Match": '"1"'},
    )
    assert done.status_code == 200, done.text
    return done.json()


def contents(amount: str) -> dict[str, Any]:
    return {"answers": [{"question": "contents_sum", "answer": amount}]}


async def said(stage: Stage, kind: type[Event]) -> list[Any]:
    return [one for one in await stage.said() if isinstance(one, kind)]


async def test_more_cover_is_billed_with_its_levies_by_days(stage: Stage) -> None:
    policy = await a_home(stage)
    shown = await stage.http.post(
        f"/v1/policies/{policy}/endorsement-previews",
        json={"effective_on": "2026-10-01", "change": contents("60000.00")},
        headers={**stage.as_(Role.CUSTOMER, customer_id=MARIA), **stage.key()},
    )

    done = await changes(stage, policy, "2026-10-01", contents("60000.00"))

    [_, more] = (await account(stage, policy))["invoices"]
    lines = {line["id"]: Decimal(line["amount"]["amount"]) for line in more["lines"]}
    net = Decimal(done["premium_change"]["amount"])
    assert net > 0
    assert shown.json()["to_pay"] == {"keep_later": more["amount"]}  # with every tax
    assert lines["premium"] == net
    assert abs(lines["ES-IPS"] - net * Decimal("0.08")) <= Decimal("0.01")
    assert lines["ES-CCS"] == Decimal("0.70")  # 20,000 at 0.07 per thousand for 182 of 365 days
    assert (more["kind"], more["due_on"]) == ("additional", "2026-10-01")


@pytest.mark.parametrize("amount", ["60000.00", "20000.00"])
async def test_preview_view_and_account_say_one_figure_with_every_levy(
    stage: Stage, amount: str
) -> None:
    policy = await a_home(stage)
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    wish = {"effective_on": "2026-10-01", "change": contents(amount)}
    previewed = await stage.http.post(
        f"/v1/policies/{policy}/endorsement-previews", json=wish, headers={**maria, **stage.key()}
    )
    endorsements = f"/v1/policies/{policy}/endorsements"
    asked = await stage.http.post(
        endorsements, json={**wish, "reason": "So."}, headers={**maria, **stage.key()}
    )
    one = f"{endorsements}/{asked.json()['id']}"

    done = await stage.http.put(f"{one}/acceptance", headers={**maria, "If-Match": '"1"'})

    read = await stage.http.get(one, headers=maria)
    listed = await stage.http.get(endorsements, headers=maria)
    bill = (await account(stage, policy))["invoices"][-1]
    sign = 1 if bill["kind"] == "additional" else -1
    charged = {line["id"]: sign * Decimal(line["amount"]["amount"]) for line in bill["lines"]}
    net = charged.pop("premium")
    for view in (asked.json(), done.json(), read.json(), listed.json()["items"][0]):
        assert Decimal(view["premium_change"]["amount"]) == net
        assert {name: Decimal(to["amount"]) for name, to in view["levies"].items()} == charged
        assert Decimal(view["to_pay"]["amount"]) == net + sum(charged.values())
        assert view["to_pay"] == previewed.json()["to_pay"]["keep_later"]
        assert view["levies"] == previewed.json()["levies"]["keep_later"]
    assert set(charged) == {"ES-CCS", "ES-CLEA", "ES-IPS"}
    [told] = await said(stage, PolicyEndorsed)
    assert (told.premium_change.amount, told.to_pay.amount) == (net, net + sum(charged.values()))


async def test_what_an_endorsement_came_to_is_not_reckoned_anew(stage: Stage) -> None:
    policy = await a_home(stage)
    done = await changes(stage, policy, "2026-10-01", contents("60000.00"))
    one = f"/v1/policies/{policy}/endorsements/{done['id']}"
    async with stage.running.works() as work:  # as if the levies of that day had been others
        kept = await Endorsements(work).get(UUID(done["id"]), policy_id=UUID(policy))
        kept.lines = [replace(line, amount=line.amount.times(Decimal(2))) for line in kept.lines]

    await changes(stage, policy, "2026-11-01", contents("70000.00"))

    read = await stage.http.get(one, headers=stage.as_(Role.AGENT))
    twice = Decimal(done["to_pay"]["amount"]) * 2
    assert Decimal(read.json()["to_pay"]["amount"]) == twice


async def test_less_cover_comes_off_what_is_unpaid_and_a_paid_part_goes_back(stage: Stage) -> None:
    policy = await a_home(stage)
    [year] = (await account(stage, policy))["invoices"]
    await until(stage, "2026-04-01")
    await bank(stage, paying(year))
    before = await account(stage, policy)

    await changes(stage, policy, "2026-10-01", contents("20000.00"))
    after = await account(stage, policy)

    assert before["invoices"][0]["status"] == "paid"
    note = after["invoices"][-1]
    assert note["kind"] == "credit_note"
    assert Decimal(after["credit"]["amount"]) == Decimal(note["amount"]["amount"]) > 0


async def test_paying_monthly_from_now_on_divides_what_was_only_planned(stage: Stage) -> None:
    policy = await a_home(stage, payment_mode="half_yearly")
    await until(stage, "2026-04-02")
    halves = (await account(stage, policy))["invoices"]

    await changes(stage, policy, "2026-10-01", {"payment_mode": "monthly"})

    shown = await account(stage, policy)
    assert shown["payment_mode"] == "monthly"
    planned = [one for one in shown["invoices"] if one["status"] == "planned"]
    instalments = [one for one in planned if one["kind"] == "instalment"]
    assert [one["due_on"] for one in instalments] == [
        "2026-10-01", "2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01",
    ]  # fmt: skip
    spread = sum(Decimal(one["amount"]["amount"]) for one in instalments)
    assert spread == Decimal(halves[1]["amount"]["amount"])
    [more] = [one for one in shown["invoices"] if one["kind"] == "additional"]
    net = next(line for line in more["lines"] if line["id"] == "premium")["amount"]["amount"]
    dearer = Decimal("0.04") - Decimal("0.02")  # monthly against half-yearly
    exact = Decimal("208.32") * 182 / 365 * dearer  # never on the half that is over by then
    assert abs(Decimal(net) - exact) <= Decimal("0.01")


async def test_a_way_to_pay_that_has_not_begun_costs_nothing_when_it_ends_before(
    stage: Stage,
) -> None:
    policy = await a_home(stage, payment_mode="half_yearly")
    await changes(stage, policy, "2026-10-01", {"payment_mode": "monthly"})
    shown = await stage.http.get(f"/v1/policies/{policy}", headers=stage.as_(Role.AGENT))
    billed = Decimal(shown.json()["billed"]["amount"])

    ended = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-07-01", "reason": "Sold.", "wish": A_WISH},
        headers={**stage.as_(Role.AGENT), "If-Match": '"2"'},
    )

    kept = billed - Decimal(ended.json()["refund"]["amount"])
    exact = Decimal("208.32") * Decimal("1.02") * 91 / 365
    assert abs(kept - exact) <= Decimal("0.01")


async def test_who_pays_between_asking_and_accepting_has_nothing_left_to_divide(
    stage: Stage,
) -> None:
    policy = await a_home(stage)
    agent = stage.as_(Role.AGENT)
    wish = {"effective_on": "2026-04-01", "change": {"payment_mode": "monthly"}, "reason": "So."}
    asked = await stage.http.post(
        f"/v1/policies/{policy}/endorsements", json=wish, headers={**agent, **stage.key()}
    )
    assert asked.status_code == 201, asked.text
    [year] = (await account(stage, policy))["invoices"]
    await until(stage, "2026-03-20")
    await bank(stage, paying(year, booked_on="2026-03-20"))

    accepted = await stage.http.put(
        f"/v1/policies/{policy}/endorsements/{asked.json()['id']}/acceptance",
        headers={**agent, "If-Match": '"1"'},
    )

    assert (accepted.status_code, accepted.json()["code"]) == (422, "nothing-to-pay")


async def test_who_paid_the_year_does_not_pay_for_instalments_of_it(stage: Stage) -> None:
    policy = await a_home(stage)
    [year] = (await account(stage, policy))["invoices"]
    await until(stage, "2026-04-01")
    await bank(stage, paying(year))

    answer = await stage.http.post(
        f"/v1/policies/{policy}/endorsements",
        json={
            "effective_on": "2026-08-01",
            "change": {"payment_mode": "monthly"},
            "reason": "Easier.",
        },
        headers={**stage.as_(Role.AGENT), **stage.key()},
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "nothing-to-pay")
    assert answer.json()["errors"][0]["pointer"] == "/change/payment_mode"


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


async def test_half_a_year_that_is_paid_stays_half_a_year_when_the_rest_is_divided(
    stage: Stage,
) -> None:
    policy = await a_home(stage, payment_mode="half_yearly")
    await until(stage, "2026-04-02")
    [half, _] = (await account(stage, policy))["invoices"]
    await bank(stage, paying(half, booked_on="2026-04-01"))

    await changes(stage, policy, "2026-10-01", {"payment_mode": "monthly"})
    divided = await account(stage, policy)
    await until(stage, "2026-10-01")
    october = next(
        one
        for one in (await account(stage, policy))["invoices"]
        if (one["due_on"], one["kind"], one["status"]) == ("2026-10-01", "instalment", "due")
    )
    await bank(stage, paying(october, booked_on="2026-10-01"))

    assert divided["paid_until"] == "2026-10-01"
    assert (await account(stage, policy))["paid_until"] == "2026-11-01"


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
    assert abs(taxes - given_back * Decimal("0.0815")) <= Decimal("0.02")  # IPS and CLEA
    assert refund["status"] in {"wanted", "sent"}
    assert len(await said(stage, PremiumReturned)) == (refund["status"] == "sent")
