"""What we gave back and the bank then took from us is owed: a claim, which no cover depends on."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from chassis.testing import Stage
from contracts.policy import InvoiceOverdue, PaymentReversed
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.examples import POLICY
from policy.examples.money import MARIAS_IBAN, OUR_IBAN, a_line, an_offer, eur
from policy.storage.money.ledger import postings

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]


@pytest.fixture(autouse=True)
def on_the_day_it_is_due(stage: Stage) -> None:
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))


async def finance(stage: Stage, url: str) -> Any:
    answer = await stage.http.get(url, headers=stage.as_(Role.FINANCE))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def tasks(stage: Stage) -> list[str]:
    return [one["kind"] for one in (await finance(stage, "/v1/tasks"))["items"]]


async def stands(stage: Stage) -> dict[str, Decimal]:
    async with stage.running.works() as work:
        sums = select(postings.c.book, func.sum(postings.c.debit - postings.c.credit))
        return dict((await work.session.execute(sums.group_by(postings.c.book))).all())


async def refunded_and_lost(stage: Stage, opens: Opens, imports: Imports, **back: str) -> Any:
    """She pays 90 for 40, 50 goes back to her, and the bank takes the 90 back."""
    [invoice] = (await opens(an_offer("40.00"))).invoices
    paid = {"payer_account": MARIAS_IBAN, "end_to_end": "E-1"}
    await imports(a_line("90.00", reference=invoice.reference, **paid))
    await stage.passes(timedelta(days=14))
    await stage.said()
    taken = a_line("-90.00", return_code="MS02", **(paid | back))
    await imports(taken, statement="S-2", opening="1090.00")
    return invoice


async def test_what_was_given_back_and_lost_is_asked_for_as_a_claim(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    premium = await refunded_and_lost(stage, opens, imports)

    account = await finance(stage, f"/v1/policies/{POLICY}/account")
    kinds = [(one["kind"], one["status"], one["open"]["amount"]) for one in account["invoices"]]
    assert kinds == [("instalment", "overdue", "40.00"), ("claim", "issued", "50.00")]
    assert account["unpaid_since"] == "2026-04-01"
    assert (await finance(stage, "/v1/suspense"))["items"] == []
    assert await tasks(stage) == ["refund_to_reclaim"]
    [told] = [one for one in await stage.said() if isinstance(one, PaymentReversed)]
    assert (told.open, told.claimed) == (premium.amount, eur("50.00"))
    claim = account["invoices"][1]
    assert (told.reference or "").replace(" ", "") == premium.reference
    assert (told.claim_reference or "").replace(" ", "") == claim["reference"].replace(" ", "")
    assert told.claim_due_on is not None
    assert told.claim_due_on.isoformat() == claim["due_on"] == "2026-04-29"
    assert told.pay_to is not None
    assert told.pay_to.account == OUR_IBAN
    books = await stands(stage)
    assert sum(books.values()) == 0
    assert (books["premium_receivable"], books.get("suspense", 0)) == (Decimal(90), 0)


async def test_no_cover_rests_and_no_reminder_goes_out_for_a_claim(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    premium = await refunded_and_lost(stage, opens, imports)
    again = a_line("40.00", reference=premium.reference, booked_on="2026-04-15")
    await imports(again, statement="S-3", opening="1000.00")
    await stage.said()

    await stage.passes(timedelta(days=90))

    account = await finance(stage, f"/v1/policies/{POLICY}/account")
    assert (account["unpaid_since"], account["balance"]["amount"]) == (None, "50.00")
    assert [one for one in await stage.said() if isinstance(one, InvoiceOverdue)] == []


async def test_money_that_names_the_claim_settles_it(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    await refunded_and_lost(stage, opens, imports)
    account = await finance(stage, f"/v1/policies/{POLICY}/account")
    reference = account["invoices"][1]["reference"].replace(" ", "")

    await imports(a_line("50.00", reference=reference), statement="S-3", opening="1000.00")

    account = await finance(stage, f"/v1/policies/{POLICY}/account")
    assert [one["status"] for one in account["invoices"]] == ["overdue", "paid"]


async def test_a_return_that_finance_names_makes_the_claim_too(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    await refunded_and_lost(stage, opens, imports, end_to_end="OTHER")
    [waits] = (await finance(stage, "/v1/suspense?status=open"))["items"]
    [payment] = (await finance(stage, f"/v1/suspense/{waits['id']}"))["payments"]

    done = await stage.http.put(
        f"/v1/suspense/{waits['id']}/resolution",
        json={"resolution": "matched", "payment_id": payment["payment_id"], "note": "Its return."},
        headers={**stage.as_(Role.FINANCE), "If-Match": '"1"'},
    )

    assert done.status_code == 200, done.text
    account = await finance(stage, f"/v1/policies/{POLICY}/account")
    assert [one["kind"] for one in account["invoices"]] == ["instalment", "claim"]
    assert await tasks(stage) == ["refund_to_reclaim"]
    books = await stands(stage)
    assert (books["premium_receivable"], books["suspense"]) == (Decimal(90), 0)
