"""Money that comes, M-01 to M-12: whose it is, what it pays, and what it never does."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.policy import PaymentHeld, PaymentReversed, PremiumReceived, PremiumReturned
from contracts.roles import Role
from policy.domain.money.account import Account, Standing
from policy.domain.offer import PaymentMode
from policy.examples import MARIA, POLICY
from policy.examples.money import MARIAS_IBAN, a_line, an_offer, eur
from policy.storage.money.ledger import Ledger
from policy.use_cases.money.close_account import CloseAccount, close_account

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]
DUE = datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_the_day_it_is_due(stage: Stage) -> None:
    stage.clock.move_to(DUE)


async def account(stage: Stage) -> Any:
    answer = await stage.http.get(
        f"/v1/policies/{POLICY}/account", headers=stage.as_(Role.CUSTOMER, customer_id=MARIA)
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def books(stage: Stage) -> dict[str, Decimal]:
    async with stage.running.works() as work:
        return await Ledger(work).balances(POLICY)


async def outcomes(stage: Stage, imported: Any) -> list[tuple[str, str, list[str]]]:
    assert imported.status_code == 201, imported.text
    answer = await stage.http.get(
        f"/v1/bank-statements/{imported.json()['id']}/entries", headers=stage.as_(Role.FINANCE)
    )
    return [(one["outcome"], one["rule"], one["flags"]) for one in answer.json()["items"]]


async def waiting(stage: Stage) -> list[Any]:
    answer = await stage.http.get("/v1/suspense", headers=stage.as_(Role.FINANCE))
    items: list[Any] = answer.json()["items"]
    return items


async def received(stage: Stage) -> list[PremiumReceived]:
    return [one for one in await stage.said() if isinstance(one, PremiumReceived)]


def monthly() -> Any:
    """Three months at 40."""
    return an_offer(
        "120.00", mode=PaymentMode.MONTHLY, ends_on=datetime(2026, 7, 1, tzinfo=UTC).date()
    )


async def test_m_01_exact_settles(stage: Stage, opens: Opens, imports: Imports) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices

    imported = await imports(a_line("120.00", reference=invoice.reference))

    assert await outcomes(stage, imported) == [("booked", "reference", [])]
    shown = await account(stage)
    assert (shown["invoices"][0]["status"], shown["balance"]["amount"]) == ("paid", "0.00")
    assert shown["paid_until"] == "2027-04-01"
    assert await books(stage) == {
        "bank": Decimal(120), "premium_receivable": Decimal(0), "unearned_premium": Decimal(-120),
    }  # fmt: skip
    [event] = await received(stage)
    assert [(one.invoice, one.paid, one.open) for one in event.pays] == [
        (invoice.number, eur("120.00"), eur("0.00"))
    ]


async def test_m_02_a_little_short_settles(stage: Stage, opens: Opens, imports: Imports) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices

    await imports(a_line("119.60", reference=invoice.reference))

    assert (await account(stage))["invoices"][0]["status"] == "paid"
    assert (await books(stage))["small_differences"] == Decimal("0.40")


@pytest.mark.parametrize("amount", ["119.49", "119.39"])
async def test_m_02_a_cent_more_is_not_a_little(
    stage: Stage, opens: Opens, imports: Imports, amount: str
) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices

    await imports(a_line(amount, reference=invoice.reference))

    assert (await account(stage))["invoices"][0]["status"] == "partly_paid"


async def test_m_03_short_is_partial_and_grace_runs_on(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices

    await imports(a_line("100.00", reference=invoice.reference))
    [event] = await received(stage)
    await stage.passes(timedelta(days=3))

    shown = await account(stage)
    assert event.missing == eur("20.00")
    assert (shown["invoices"][0]["status"], shown["balance"]["amount"]) == ("overdue", "20.00")
    assert shown["unpaid_since"] == "2026-04-01"


async def test_m_04_over_is_credit_and_goes_back_by_itself(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices

    await imports(a_line("150.00", reference=invoice.reference, payer_account=MARIAS_IBAN))
    [event] = await received(stage)
    await stage.passes(timedelta(days=13))
    still = await account(stage)
    await stage.passes(timedelta(days=1))

    assert event.credit == eur("30.00")
    assert still["credit"]["amount"] == "30.00"
    assert (await account(stage))["credit"]["amount"] == "0.00"
    [returned] = [one for one in await stage.said() if isinstance(one, PremiumReturned)]
    assert returned.amount == eur("30.00")
    mine = await stage.http.get("/v1/refunds", headers=stage.as_(Role.CUSTOMER, customer_id=MARIA))
    assert [one["to_account"] for one in mine.json()["items"]] == [MARIAS_IBAN]


async def test_m_04_or_pays_what_comes_next_if_the_customer_says_so(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    first = (await opens(monthly())).invoices[0]
    await imports(a_line("50.00", reference=first.reference))
    read = await stage.http.get(f"/v1/policies/{POLICY}/account", headers=stage.as_(Role.FINANCE))

    answer = await stage.http.put(
        f"/v1/policies/{POLICY}/account/credit-use",
        json={"use": "next_instalment"},
        headers={
            **stage.as_(Role.CUSTOMER, customer_id=MARIA), "If-Match": read.headers["ETag"],
        },
    )  # fmt: skip
    await stage.passes(timedelta(days=31))

    assert answer.status_code == 200, answer.text
    shown = await account(stage)
    assert [one["open"]["amount"] for one in shown["invoices"]] == ["0.00", "30.00", "40.00"]
    assert shown["credit"]["amount"] == "0.00"


async def test_m_05_paid_twice_is_credit_and_said_to_be_double(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices
    same = a_line("120.00", reference=invoice.reference, payer_account=MARIAS_IBAN)

    imported = await imports(same, same)

    assert await outcomes(stage, imported) == [
        ("booked", "reference", []), ("booked", "reference", ["twice", "over"]),
    ]  # fmt: skip
    assert (await account(stage))["credit"]["amount"] == "120.00"
    assert [one.twice for one in await received(stage)] == [False, True]


async def test_m_06_one_payment_for_several_pays_the_oldest_first(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    await opens(monthly())
    await stage.passes(timedelta(days=61))

    await imports(a_line("100.00", text="policy P-2026-000041"))
    nothing_booked = await account(stage)
    invoices = nothing_booked["invoices"]
    await imports(
        a_line("100.00", reference=invoices[0]["reference"]), statement="S-2", opening="1100.00"
    )

    assert [one["open"]["amount"] for one in invoices] == ["40.00"] * 3
    shown = await account(stage)
    assert [one["open"]["amount"] for one in shown["invoices"]] == ["0.00", "0.00", "20.00"]


async def test_m_07_the_one_that_is_named_first_then_the_oldest(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    await opens(monthly())
    await stage.passes(timedelta(days=61))
    third = (await account(stage))["invoices"][2]

    await imports(a_line("50.00", reference=third["reference"]))

    shown = await account(stage)
    assert [one["open"]["amount"] for one in shown["invoices"]] == ["30.00", "40.00", "0.00"]
    assert shown["paid_until"] == "2026-04-01"


async def close(stage: Stage, standing: Standing) -> None:
    async with stage.running.works() as work:
        order = CloseAccount(policy_id=POLICY, standing=standing, ends_on=work.now.date())
        await close_account(order, work)


async def test_m_08_money_for_a_cancelled_contract_goes_back(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("40.00"))).invoices
    await imports(a_line("40.00", reference=invoice.reference))
    await close(stage, Standing.CANCELLED)
    await stage.said()

    again = a_line(
        "40.00", reference=invoice.reference, booked_on="2026-04-02", payer_account=MARIAS_IBAN
    )
    await imports(again, statement="S-2", opening="1040.00")
    await stage.passes(timedelta(0))

    shown = await account(stage)
    assert (shown["standing"], shown["credit"]["amount"]) == ("cancelled", "0.00")
    assert [type(one) for one in await stage.said()] == [PremiumReceived, PremiumReturned]


async def test_m_09_money_after_lapse_waits_and_gives_no_cover(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices
    await close(stage, Standing.LAPSED)
    await stage.said()

    await imports(a_line("120.00", reference=invoice.reference))

    [one] = await waiting(stage)
    assert (one["doubt"], one["policy_id"]) == ("after_lapse", str(POLICY))
    assert (await account(stage))["standing"] == "lapsed"
    [held] = await stage.said()
    assert isinstance(held, PaymentHeld)


async def test_m_10_another_currency_waits(stage: Stage, opens: Opens, imports: Imports) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices

    await imports(
        a_line("130.00", currency="USD", reference=invoice.reference), account="YB-USD-0001"
    )

    assert [one["doubt"] for one in await waiting(stage)] == ["other_currency"]
    assert (await account(stage))["balance"]["amount"] == "120.00"


async def test_m_11_a_return_opens_it_again_with_its_first_due_date(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("40.00"))).invoices
    paid = a_line("40.00", end_to_end=invoice.reference, bank_reference="B-1")
    first = await imports(paid)
    await stage.passes(timedelta(days=7))
    await stage.said()
    back = a_line("-40.00", end_to_end=invoice.reference, return_code="AM04", bank_reference="B-1")

    second = await imports(back, statement="S-2", opening="1040.00")
    third = await imports({**back, "booked_on": "2026-04-09"}, statement="S-3", opening="1040.00")

    assert await outcomes(stage, first) == [("booked", "end_to_end", [])]
    assert await outcomes(stage, second) == [("reversed", "takes_back", ["retry_once"])]
    assert third.json()["known"] == 1
    shown = await account(stage)
    assert (shown["invoices"][0]["status"], shown["unpaid_since"]) == ("overdue", "2026-04-01")
    [event] = await stage.said()
    assert isinstance(event, PaymentReversed)
    assert (event.code, event.open_since.isoformat()) == ("AM04", "2026-04-01")


async def test_m_11_of_the_dead_nobody_asks(stage: Stage, opens: Opens, imports: Imports) -> None:
    [invoice] = (await opens(an_offer("40.00"))).invoices
    await stage.said()

    await imports(
        a_line("40.00", reference=invoice.reference, bank_reference="B-1"),
        a_line("-40.00", return_code="MD07", bank_reference="B-1"),
    )
    await stage.passes(timedelta(days=30))

    assert [type(one) for one in await stage.said()] == [PremiumReceived]


async def test_m_12_somebody_else_may_pay_and_much_of_it_is_looked_at(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("12000.00"))).invoices

    imported = await imports(
        a_line("12000.00", reference=invoice.reference, payer_account="DE89370400440532013000")
    )

    assert await outcomes(stage, imported) == [("booked", "reference", ["watched_payer"])]
    assert (await account(stage))["invoices"][0]["status"] == "paid"


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"text": "Prima P-2026-000041 gracias"}, "policy_and_amount"),
        ({"text": "my home, rf{reference}"}, "reference_in_text"),
        ({"end_to_end": "{reference}"}, "end_to_end"),
    ],
)
async def test_the_first_rule_that_hits_wins(
    stage: Stage, opens: Opens, imports: Imports, said: dict[str, str], rule: str
) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices
    written = {
        name: text.replace("rf{reference}", invoice.reference.lower()).replace(
            "{reference}", invoice.reference
        )
        for name, text in said.items()
    }

    imported = await imports(a_line("120.00", **written))

    assert await outcomes(stage, imported) == [("booked", rule, [])]


async def test_an_account_that_paid_before_is_known_by_the_exact_amount(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    first = (await opens(monthly())).invoices[0]
    await imports(a_line("40.00", reference=first.reference, payer_account=MARIAS_IBAN))
    await stage.passes(timedelta(days=30))

    imported = await imports(
        a_line("40.00", booked_on="2026-05-01", payer_account=MARIAS_IBAN),
        statement="S-2", opening="1040.00",
    )  # fmt: skip

    assert await outcomes(stage, imported) == [("booked", "payer_and_amount", [])]


async def test_a_name_or_an_amount_alone_never_books(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices

    await imports(a_line("120.00", payer="María Santos", text="my insurance"))

    [one] = await waiting(stage)
    assert one["doubt"] == "unknown"
    assert (await account(stage))["balance"]["amount"] == "120.00"
    shown = await stage.http.get(f"/v1/suspense/{one['id']}", headers=stage.as_(Role.FINANCE))
    assert [(s["invoice"], s["score"]) for s in shown.json()["suggestions"]] == [
        (invoice.number, 40)
    ]


@pytest.mark.parametrize(
    ("resolution", "status"),
    [("assigned", "paid"), ("returned", "due"), ("explained", "due")],
)
async def test_finance_says_what_money_in_suspense_is(
    stage: Stage,
    opens: Opens,
    imports: Imports,
    resolution: str,
    status: str,
) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices
    await imports(a_line("120.00", text="?", payer_account=MARIAS_IBAN))
    [one] = await waiting(stage)
    said = {"resolution": resolution, "note": "She called.", "invoice_id": str(invoice.id)}
    finance = {**stage.as_(Role.FINANCE), "If-Match": '"1"'}

    answer = await stage.http.put(
        f"/v1/suspense/{one['id']}/resolution", json=said, headers=finance
    )
    again = await stage.http.put(
        f"/v1/suspense/{one['id']}/resolution", json=said, headers={**finance, "If-Match": '"2"'}
    )

    assert answer.status_code == 200, answer.text
    assert (again.status_code, again.json()["code"]) == (409, "suspense-resolved")
    shown = await account(stage)
    assert shown["invoices"][0]["status"] == status
    assert (await books(stage)).get("suspense") == (Decimal(120) if status == "paid" else None)
