"""What finance reads and books beside the premiums: charges, empty lines, plain refusals."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from chassis.testing import Stage
from contracts.policy.premiums import PayTo
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.examples import POLICY
from policy.examples.money import MARIAS_IBAN, OUR_IBAN, a_line, an_offer, some_rules
from policy.storage.money.ledger import postings
from policy.storage.money.rules import collection_rules

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]


@pytest.fixture(autouse=True)
def on_the_day_it_is_due(stage: Stage) -> None:
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))


async def finance(stage: Stage, url: str) -> Any:
    return (await stage.http.get(url, headers=stage.as_(Role.FINANCE))).json()["items"]


async def test_a_line_that_moves_nothing_is_for_nobody(stage: Stage, imports: Imports) -> None:
    answer = await imports(a_line("0.00", text="closing"))

    assert (answer.json()["booked"], answer.json()["suspense"]) == (0, 0)
    [entry] = await finance(stage, f"/v1/bank-statements/{answer.json()['id']}/entries")
    assert entry["outcome"] == "nothing"
    assert await finance(stage, "/v1/suspense") == []


def test_every_currency_of_ours_has_an_account_to_pay_to() -> None:
    rules = collection_rules()

    assert set(rules.pay_to) == set(rules.our_accounts.values())


def test_nobody_is_sent_to_an_account_that_is_not_ours_in_the_currency() -> None:
    in_euros = PayTo(account=OUR_IBAN, holder="Yinbao Insurance")

    with pytest.raises(ValueError, match="no account of ours in USD"):
        some_rules(pay_to={"USD": in_euros})


@pytest.mark.parametrize(("amount", "stands"), [("-7.50", "7.50"), ("7.50", "-7.50")])
async def test_what_was_explained_waits_in_no_book(
    stage: Stage, imports: Imports, amount: str, stands: str
) -> None:
    await imports(a_line(amount, text="fees"))
    [one] = await finance(stage, "/v1/suspense")

    answer = await stage.http.put(
        f"/v1/suspense/{one['id']}/resolution",
        json={"resolution": "explained", "note": "The bank's fee."},
        headers={**stage.as_(Role.FINANCE), "If-Match": '"1"'},
    )

    assert answer.status_code == 200, answer.text
    async with stage.running.works() as work:
        sums = select(postings.c.book, func.sum(postings.c.debit - postings.c.credit))
        found = dict((await work.session.execute(sums.group_by(postings.c.book))).all())
    assert found == {"bank": Decimal(amount), "suspense": 0, "sundry": Decimal(stands)}


async def test_a_task_says_how_much_went_back(stage: Stage, opens: Opens, imports: Imports) -> None:
    [invoice] = (await opens(an_offer("40.00"))).invoices
    await imports(
        a_line("40.00", reference=invoice.reference, bank_reference="B-1"),
        a_line("-40.00", return_code="MD07", bank_reference="B-1"),
    )

    [task] = await finance(stage, "/v1/tasks?status=open")
    assert "the bank took EUR 40.00 back for MD07" in task["about"]


@pytest.mark.parametrize(
    ("amount", "currency", "refusal"),
    [
        ("5.00", "USD", (422, "currency-mismatch", "/amount/currency", "the credit is in EUR")),
        ("500.00", "EUR", (409, "no-credit", "/amount", "at most EUR 30.00 goes back to one")),
    ],
)
async def test_a_refund_that_cannot_be_is_refused_by_its_field(
    stage: Stage,
    opens: Opens,
    imports: Imports,
    *,
    amount: str,
    currency: str,
    refusal: tuple[int, str, str, str],
) -> None:
    [invoice] = (await opens(an_offer("120.00"))).invoices
    await imports(a_line("150.00", reference=invoice.reference, payer_account=MARIAS_IBAN))
    body = {"policy_id": str(POLICY), "amount": {"amount": amount, "currency": currency}}

    answer = await stage.http.post(
        "/v1/refunds",
        json={**body, "reason": "Asked for."},
        headers={**stage.as_(Role.FINANCE), **stage.key()},
    )

    status, code, pointer, says = refusal
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    [error] = answer.json()["errors"]
    assert error["pointer"] == pointer
    assert says in error["detail"]
