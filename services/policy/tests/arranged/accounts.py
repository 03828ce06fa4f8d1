"""A contract and its account: what is sold, changed and paid, and what both then show."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from chassis.events import Event
from chassis.testing import Stage
from contracts.roles import Role
from policy.examples.money import OUR_IBAN, a_bank_file, a_csv, a_line


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
