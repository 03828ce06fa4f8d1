"""The bank takes a payment back under no name of its own: our reference tells, else a person."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from chassis.testing import Stage
from contracts.policy import PaymentReversed
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.examples import POLICY
from policy.examples.money import MARIAS_IBAN, a_line, an_offer
from policy.storage.money.ledger import postings

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]
HIS_IBAN = "DE89370400440532013000"
HERS = {"payer_account": MARIAS_IBAN}


@pytest.fixture(autouse=True)
def on_the_day_it_is_due(stage: Stage) -> None:
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))


async def finance(stage: Stage, url: str) -> Any:
    answer = await stage.http.get(url, headers=stage.as_(Role.FINANCE))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def statuses(stage: Stage) -> list[str]:
    shown = await finance(stage, f"/v1/policies/{POLICY}/account")
    return [one["status"] for one in shown["invoices"]]


async def what_waits(stage: Stage) -> Any:
    [one] = (await finance(stage, "/v1/suspense?status=open"))["items"]
    return await finance(stage, f"/v1/suspense/{one['id']}")


async def says(stage: Stage, waits: Any, **body: str) -> Any:
    return await stage.http.put(
        f"/v1/suspense/{waits['id']}/resolution",
        json={"note": "The bank's letter says so.", "resolution": "matched", **body},
        headers={**stage.as_(Role.FINANCE), "If-Match": '"1"'},
    )


async def stands(stage: Stage, book: str) -> Decimal:
    async with stage.running.works() as work:
        there = select(func.sum(postings.c.debit - postings.c.credit))
        found = await work.session.scalar(there.where(postings.c.book == book))
        return found or Decimal(0)


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("where", ["reference", "text"])
async def test_a_return_that_carries_our_reference_takes_back_what_paid_that_invoice(
    stage: Stage, opens: Opens, imports: Imports, where: str, *, together: bool
) -> None:
    [invoice] = (await opens(an_offer("40.00"))).invoices
    came = a_line("40.00", reference=invoice.reference, bank_reference="A-1", **HERS)
    back = a_line("-40.00", return_code="MS02", bank_reference="Z-9", **HERS)
    back |= {where: f"{'' if where == 'reference' else 'RETURN '}{invoice.reference}"}
    if together:
        await imports(came, back)
    else:
        await imports(came)
        await imports(back, statement="S-2", opening="1040.00")

    assert await statuses(stage) == ["due"]
    assert (await finance(stage, "/v1/suspense"))["items"] == []
    assert await stands(stage, "bank") == await stands(stage, "suspense") == 0
    [told] = [one for one in await stage.said() if isinstance(one, PaymentReversed)]
    assert (told.code, told.amount.amount) == ("MS02", Decimal(40))


@pytest.mark.parametrize("other", [{"payer_account": HIS_IBAN}, {"amount": "-39.00"}, {"no": "x"}])
async def test_what_does_not_fit_the_invoice_it_names_waits(
    stage: Stage, opens: Opens, imports: Imports, other: dict[str, str]
) -> None:
    [invoice] = (await opens(an_offer("40.00"))).invoices
    await imports(a_line("40.00", reference=invoice.reference, **HERS))
    back = a_line("-40.00", reference=invoice.reference, return_code="MS02", **HERS)
    back |= {name: value for name, value in other.items() if name != "no"}
    if "no" in other:
        del back["payer_account"]

    await imports(back, statement="S-2", opening="1040.00")

    assert await statuses(stage) == ["paid"]
    assert (await what_waits(stage))["doubt"] == "no_original"


async def test_of_two_equal_parts_of_one_invoice_a_person_says_which(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("40.00"))).invoices
    half = a_line("20.00", reference=invoice.reference, bank_reference="A-1", **HERS)
    await imports(half, half | {"bank_reference": "A-2"})

    back = a_line("-20.00", reference=invoice.reference, return_code="MS02", **HERS)
    await imports(back, statement="S-2", opening="1040.00")

    waits = await what_waits(stage)
    assert waits["doubt"] == "several_originals"
    assert len(waits["payments"]) == 2
    done = await says(stage, waits, payment_id=waits["payments"][0]["payment_id"])
    assert done.status_code == 200, done.text
    assert await statuses(stage) == ["partly_paid"]


async def test_finance_names_the_payment_a_return_took_back(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    [invoice] = (await opens(an_offer("40.00"))).invoices
    await imports(a_line("40.00", reference=invoice.reference, **HERS))
    await imports(a_line("-40.00", return_code="MD07", **HERS), statement="S-2", opening="1040.00")
    waits = await what_waits(stage)
    [suggested] = waits["payments"]
    assert (suggested["policy_id"], suggested["amount"]["amount"]) == (str(POLICY), "40.00")

    done = await says(stage, waits, payment_id=suggested["payment_id"])

    assert (done.status_code, done.json()["status"]) == (200, "matched"), done.text
    assert done.json()["policy_id"] == str(POLICY)
    assert await statuses(stage) == ["due"]
    assert await stands(stage, "bank") == await stands(stage, "suspense") == 0
    account = await finance(stage, f"/v1/policies/{POLICY}/account")
    assert account["hold"] == "MD07"  # as if the bank had named it
    tasks = (await finance(stage, "/v1/tasks"))["items"]
    assert [one["kind"] for one in tasks] == ["account_on_hold"]


async def test_a_return_may_take_back_money_that_still_waits(
    stage: Stage, imports: Imports
) -> None:
    await imports(a_line("88.00", text="?", **HERS))
    [came] = (await finance(stage, "/v1/suspense"))["items"]
    await imports(a_line("-88.00", return_code="AM04", **HERS), statement="S-2", opening="1088.00")
    back = next(
        one for one in (await finance(stage, "/v1/suspense"))["items"] if one["id"] != came["id"]
    )

    done = await says(stage, back, payment_id=came["id"])

    assert done.status_code == 200, done.text
    found = (await finance(stage, "/v1/suspense"))["items"]
    assert sorted(one["status"] for one in found) == ["matched", "taken_back"]
    assert await stands(stage, "bank") == await stands(stage, "suspense") == 0


@pytest.mark.parametrize(
    ("amount", "payment", "code"),
    [
        ("-39.00", None, "not-that-money"),
        ("40.00", None, "not-that-money"),
        ("-40.00", "0192d3a0-0000-7000-8000-0000000000ff", "payment-unknown"),
    ],
)
async def test_what_cannot_be_its_return_is_refused(
    stage: Stage, opens: Opens, imports: Imports, *, amount: str, payment: str | None, code: str
) -> None:
    [invoice] = (await opens(an_offer("40.00"))).invoices
    first = await imports(a_line("40.00", reference=invoice.reference, **HERS))
    shown = await finance(stage, f"/v1/bank-statements/{first.json()['id']}/entries")
    line = a_line(amount, text="?", payer_account=HIS_IBAN)
    await imports(line, statement="S-2", opening="1040.00")

    named = payment or shown["items"][0]["id"]
    answer = await says(stage, await what_waits(stage), payment_id=named)

    assert answer.json()["code"] == code, answer.text
    assert await statuses(stage) == ["paid"]


async def test_a_payment_is_taken_back_once(stage: Stage, opens: Opens, imports: Imports) -> None:
    [invoice] = (await opens(an_offer("40.00"))).invoices
    await imports(a_line("40.00", reference=invoice.reference, **HERS))
    back = a_line("-40.00", reference=invoice.reference, return_code="MS02", **HERS)
    await imports(back, statement="S-2", opening="1040.00")
    await imports(back | {"booked_on": "2026-04-02"}, statement="S-3", opening="1000.00")

    assert (await what_waits(stage))["doubt"] == "no_original"
    assert await statuses(stage) == ["due"]
