"""A refund that her bank sends back is hers again, and she is asked where it shall go."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from chassis.testing import Stage
from contracts.policy import RefundAccountWanted
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.examples import POLICY
from policy.examples.money import MARIAS_IBAN, a_line, an_offer
from policy.storage.money.ledger import postings

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]
HIS_IBAN = "DE89370400440532013000"


@pytest.fixture(autouse=True)
def on_the_day_it_is_due(stage: Stage) -> None:
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))


async def finance(stage: Stage, url: str) -> Any:
    answer = await stage.http.get(url, headers=stage.as_(Role.FINANCE))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def refunds(stage: Stage) -> list[tuple[str, str | None, str | None]]:
    """The oldest first."""
    shown = (await finance(stage, "/v1/refunds"))["items"]
    return [(one["status"], one["to_account"], one["void_because"]) for one in reversed(shown)]


async def tasks(stage: Stage) -> list[str]:
    return [one["kind"] for one in (await finance(stage, "/v1/tasks"))["items"]]


async def stands(stage: Stage) -> dict[str, Decimal]:
    async with stage.running.works() as work:
        sums = select(postings.c.book, func.sum(postings.c.debit - postings.c.credit))
        return dict((await work.session.execute(sums.group_by(postings.c.book))).all())


async def sent(stage: Stage, opens: Opens, imports: Imports) -> Any:
    """40.00 of an invoice, and 50.00 that go back to her."""
    [invoice] = (await opens(an_offer("40.00"))).invoices
    await imports(a_line("90.00", reference=invoice.reference, payer_account=MARIAS_IBAN))
    await stage.passes(timedelta(days=14))
    await stage.said()
    [refund] = (await finance(stage, "/v1/refunds"))["items"]
    assert refund["status"] == "sent"
    return refund


async def asked(stage: Stage) -> list[tuple[Decimal, bool, str | None]]:
    said = [one for one in await stage.said() if isinstance(one, RefundAccountWanted)]
    return [(one.amount.amount, one.came_back, one.account_ends) for one in said]


@pytest.mark.parametrize("seen", [True, False])
async def test_what_her_bank_sends_back_is_hers_and_waits_for_an_account(
    stage: Stage, opens: Opens, imports: Imports, *, seen: bool
) -> None:
    refund = await sent(stage, opens, imports)
    went = a_line("-50.00", end_to_end=refund["end_to_end"])
    back = a_line("50.00", end_to_end=refund["end_to_end"], return_code="AC04")

    await imports(*([went] if seen else []), back, statement="S-2", opening="1090.00")

    why = "the bank sent it back AC04"
    assert await refunds(stage) == [("failed", MARIAS_IBAN, why), ("wanted", None, None)]
    assert (await finance(stage, "/v1/suspense"))["items"] == []
    assert await tasks(stage) == ["refund_to_agree"]
    assert await asked(stage) == [(Decimal(50), True, "6789")]
    account = await finance(stage, f"/v1/policies/{POLICY}/account")
    assert account["credit"]["amount"] == "50.00"
    books = await stands(stage)
    assert (books["bank"], books["customer_credit"]) == (Decimal(90), Decimal(-50))

    await stage.passes(timedelta(days=30))  # and nothing goes to the closed account by itself
    [again, _] = (await finance(stage, "/v1/refunds"))["items"]
    done = await stage.http.put(
        f"/v1/refunds/{again['id']}/decision",
        json={"decision": "agreed", "to_account": HIS_IBAN},
        headers={**stage.as_(Role.FINANCE), "If-Match": '"1"'},
    )
    assert (done.status_code, done.json()["status"]) == (200, "sent"), done.text
    assert (await stands(stage))["customer_credit"] == 0


async def test_one_without_its_id_is_said_by_finance(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    refund = await sent(stage, opens, imports)
    await imports(a_line("50.00", return_code="AC04"), statement="S-2", opening="1090.00")
    [waits] = (await finance(stage, "/v1/suspense?status=open"))["items"]
    shown = await finance(stage, f"/v1/suspense/{waits['id']}")
    assert [one["refund_id"] for one in shown["refunds"]] == [refund["id"]]

    done = await stage.http.put(
        f"/v1/suspense/{waits['id']}/resolution",
        json={"resolution": "matched", "refund_id": refund["id"], "note": "It came back."},
        headers={**stage.as_(Role.FINANCE), "If-Match": '"1"'},
    )

    assert (done.status_code, done.json()["status"]) == (200, "matched"), done.text
    assert [one[0] for one in await refunds(stage)] == ["failed", "wanted"]
    assert await asked(stage) == [(Decimal(50), True, "6789")]
    books = await stands(stage)
    assert (books["suspense"], books["customer_credit"]) == (Decimal(0), Decimal(-50))


async def test_it_comes_back_once_and_in_full(stage: Stage, opens: Opens, imports: Imports) -> None:
    refund = await sent(stage, opens, imports)
    named = {"end_to_end": refund["end_to_end"], "return_code": "AC04"}
    await imports(a_line("49.00", **named), statement="S-2", opening="1090.00")
    assert [one[0] for one in await refunds(stage)] == ["sent"]

    back = a_line("50.00", **named)
    await imports(back, back | {"text": "again"}, statement="S-3", opening="1139.00")

    assert [one[0] for one in await refunds(stage)] == ["failed", "wanted"]
    waiting = (await finance(stage, "/v1/suspense?status=open"))["items"]
    assert sorted(one["doubt"] for one in waiting) == ["no_original", "other_amount"]


async def test_whoever_paid_without_an_account_is_asked_for_one(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("40.00"))).invoices
    await imports(a_line("90.00", reference=invoice.reference))

    await stage.passes(timedelta(days=14))

    assert await refunds(stage) == [("wanted", None, None)]
    assert await asked(stage) == [(Decimal(50), False, None)]
