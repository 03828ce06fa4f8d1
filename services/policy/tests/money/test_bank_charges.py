"""What the bank keeps of a payment is its charge and ours to bear: the customer has paid."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.examples import POLICY
from policy.examples.money import an_offer
from policy.storage.money.ledger import Ledger

Opens = Callable[..., Awaitable[Account]]
CAMT = Path(__file__).parents[1] / "data" / "camt.053.001.02.xml"


async def imported(stage: Stage, reference: str, amount: str, charges: str) -> Any:
    """A payment of so much that names the invoice, and what the bank says it kept."""
    head, entry = CAMT.read_text(encoding="utf-8").split("<Ntry>", 1)
    _, tail = entry.rsplit("</Ntry>", 1)
    closing = Decimal("1000.00") + Decimal(amount)
    file = (
        f'{head.replace("1112.50", str(closing))}<Ntry><Amt Ccy="EUR">{amount}</Amt>'
        "<CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-04-01</Dt></BookgDt>"
        f'<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">{charges}</TtlChrgsAndTaxAmt></Chrgs><NtryDtls>'
        f"<TxDtls><RmtInf><Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf>"
        f"</TxDtls></NtryDtls></Ntry>{tail}"
    )
    answer = await stage.http.post(
        "/v1/bank-statements",
        json={"format": "camt.053", "content": b64encode(file.encode()).decode()},
        headers={**stage.as_(Role.FINANCE), **stage.key()},
    )
    assert answer.status_code == 201, answer.text
    shown = await stage.http.get(f"/v1/policies/{POLICY}/account", headers=stage.as_(Role.FINANCE))
    return shown.json()


@pytest.mark.parametrize(
    ("amount", "charges", "shown"),
    [
        pytest.param("38.00", "2.00", ("paid", "0.00", "0.00"), id="kept of what was sent"),
        pytest.param("37.00", "2.00", ("partly_paid", "3.00", "0.00"), id="short beyond that"),
        pytest.param("40.00", "2.00", ("paid", "0.00", "0.00"), id="no credit is made of it"),
    ],
)
async def test_the_banks_charge_is_not_the_customers_debt(
    stage: Stage, opens: Opens, amount: str, charges: str, shown: tuple[str, str, str]
) -> None:
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))
    [invoice] = (await opens(an_offer("40.00"))).invoices

    account = await imported(stage, invoice.reference, amount, charges)

    [one] = account["invoices"]
    stands = (one["status"], one["open"]["amount"], account["credit"]["amount"])
    assert stands == shown
    async with stage.running.works() as work:
        books = await Ledger(work).balances(POLICY)
    assert books.get("bank_charges") == (Decimal(2) if amount == "38.00" else None)
