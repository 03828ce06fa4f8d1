"""A premium paid in time is in time, however late we write it down or look at the signature."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from chassis.testing import Stage
from contracts.policy import InvoiceDue, InvoiceIssued, InvoiceOverdue, PremiumReceived
from policy.examples.money import a_bank_file, a_csv, a_line

WEEKS_LATER = timedelta(days=37)  # 8 April: cover began on the first


async def invoiced(counter: Any) -> None:
    await counter.takes("home")
    await counter.applies()
    await counter.does("finn", "invoice", {"due_on": "2026-03-31"})


async def is_reviewed(stage: Stage, counter: Any) -> list[Any]:
    """Sign, and review it when cover has begun: what is said then."""
    await counter.signs()
    await stage.passes(WEEKS_LATER)
    await stage.said()
    await counter.reviews()
    return await stage.said()


async def reads(stage: Stage, counter: Any, what: str) -> Any:
    one = f"/v1/policies/{counter.shown['policy_id']}/{what}"
    return (await stage.http.get(one, headers=counter.who["finn"])).json()


async def test_what_the_bank_brought_in_time_is_never_said_to_be_overdue(
    stage: Stage, counter: Any
) -> None:
    await invoiced(counter)
    asked, reference = counter.shown["invoiced"], counter.shown["payment_reference"]
    line = a_line(asked["amount"], booked_on="2026-03-02", reference=reference)
    brought = await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(a_csv(line)),
        headers={**counter.who["finn"], **stage.key()},
    )
    assert brought.status_code == 201, brought.text
    await counter.reads(counter.shown["id"])
    assert counter.shown["status"] == "settled"

    said = await is_reviewed(stage, counter)

    assert not [one for one in said if isinstance(one, InvoiceIssued | InvoiceDue | InvoiceOverdue)]
    [received] = [one for one in said if isinstance(one, PremiumReceived)]
    assert (received.paid_on.isoformat(), received.missing.amount) == ("2026-03-02", 0)
    [year] = (await reads(stage, counter, "account"))["invoices"]
    assert (year["status"], year["paid_on"]) == ("paid", "2026-03-02")
    waiting = await stage.http.get("/v1/suspense?status=assigned", headers=counter.who["finn"])
    [paid] = waiting.json()["items"]
    assert paid["invoice_id"] == year["id"]


async def test_what_finance_writes_down_later_counts_from_the_day_it_was_there(
    stage: Stage, counter: Any
) -> None:
    await invoiced(counter)
    await stage.passes(timedelta(days=8))
    paid = {"amount": counter.shown["invoiced"], "reference": "card 8841"}
    await counter.does("finn", "premium", {**paid, "paid_on": "2026-03-04"})

    said = await is_reviewed(stage, counter)

    assert not [one for one in said if isinstance(one, InvoiceOverdue)]
    [received] = [one for one in said if isinstance(one, PremiumReceived)]
    assert received.paid_on.isoformat() == "2026-03-04"
    [year] = (await reads(stage, counter, "account"))["invoices"]
    assert year["paid_on"] == "2026-03-04"
    journals = (await reads(stage, counter, "ledger"))["items"]
    assert [one["day"] for one in journals if one["kind"] == "received"] == ["2026-03-10"]


async def test_what_came_too_much_pays_the_instalments_that_fell_due_meanwhile(
    stage: Stage, counter: Any
) -> None:
    await counter.takes("home", payment_mode="monthly")
    await counter.applies()
    await counter.does("finn", "invoice", {"due_on": "2026-03-31"})
    twice = Decimal(counter.shown["invoiced"]["amount"]) * 2
    line = a_line(str(twice), booked_on="2026-03-02", reference=counter.shown["payment_reference"])
    await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(a_csv(line)),
        headers={**counter.who["finn"], **stage.key()},
    )
    await counter.reads(counter.shown["id"])
    await counter.signs()
    await stage.passes(timedelta(days=85))  # to 26 May: May is due, and June is asked for
    await stage.said()

    await counter.reviews()

    told = [
        (type(one), one.due_on.isoformat())
        for one in await stage.said()
        if isinstance(one, InvoiceIssued | InvoiceDue | InvoiceOverdue)
    ]
    account = await reads(stage, counter, "account")
    april, may, june, *_ = account["invoices"]
    rest = twice - Decimal(april["amount"]["amount"]) - Decimal(may["amount"]["amount"])
    assert [april["status"], may["status"]] == ["paid", "paid"]
    assert Decimal(june["amount"]["amount"]) - Decimal(june["open"]["amount"]) == rest
    assert account["credit"]["amount"] == "0.00"
    assert told == [(InvoiceIssued, "2026-06-01")]
