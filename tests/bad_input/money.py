"""The money of the house: an account that was paid too much, and what goes back of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from journeys.company import Company

from policy.examples.money import MARIAS_IBAN, a_bank_file, a_csv, a_line

OUR_ACCOUNT = "YB-USD-0001"
Shown = Mapping[str, Any]


def a_bank_statement(amount: str = "1.00", **said: str) -> dict[str, Any]:
    """One line in a statement of its own; without a reference, nobody knows whose it is."""
    name = uuid4().hex
    today = str(datetime.now(UTC).date())
    line = a_line(amount, bank_reference=name, currency="USD", booked_on=today, **said)
    return a_bank_file(a_csv(line, statement=name, account=OUR_ACCOUNT))


def a_refund(policy: Shown, amount: str = "1.00") -> dict[str, Any]:
    """Some of what was paid too much; above 1,000.00 a second person agrees."""
    money = {"amount": amount, "currency": "USD"}
    return {"policy_id": policy["id"], "amount": money, "reason": "Paid twice."}


async def an_account(company: Company, policy: Shown) -> Shown:
    """Of a contract: its invoice is paid, and five thousand more has come."""
    finance = company.somebody("finance")
    url = f"/policies/{policy['id']}/account"
    account = (await finance.get(url)).json()
    invoice = account["invoices"][0]
    much = str(Decimal(invoice["open"]["amount"]) + 5000)
    sent = a_bank_statement(
        much, reference=invoice["reference"].replace(" ", ""), payer_account=MARIAS_IBAN
    )
    came = await finance.post("/bank-statements", sent)
    assert came.status_code == 201, came.text
    paid = (await finance.get(url)).json()
    assert paid["credit"]["amount"] == "5000.00", came.text
    return dict(paid)


async def a_large_refund(company: Company, policy: Shown) -> Shown:
    """It waits for the second person."""
    asked = await company.somebody("finance").post("/refunds", a_refund(policy, "2000.00"))
    assert (asked.status_code, asked.json().get("status")) == (201, "wanted"), asked.text
    return dict(asked.json())
