"""What the rest of the company hears of a sale: each later step says so once."""

from datetime import date, timedelta
from typing import Any

from chassis.testing import Stage
from contracts.policy import (
    ApplicationAppealed,
    ApplicationArchived,
    ApplicationDispatched,
    ApplicationInvoiced,
    ApplicationSettled,
    ApplicationSigned,
    ApplicationWithdrawn,
    SignatureSentBack,
)
from policy.examples.money import OUR_IBAN, a_bank_file, a_csv, a_line

OF_THE_SALE = (
    ApplicationAppealed, ApplicationArchived, ApplicationDispatched, ApplicationInvoiced,
    ApplicationSettled, ApplicationSigned, ApplicationWithdrawn, SignatureSentBack,
)  # fmt: skip


async def said(stage: Stage) -> list[Any]:
    return [one for one in await stage.said() if isinstance(one, OF_THE_SALE)]


async def accepted(stage: Stage, counter: Any) -> None:
    await counter.takes("home")
    await counter.applies()
    assert await said(stage) == []


async def test_from_the_invoice_to_the_archive(stage: Stage, counter: Any) -> None:
    await accepted(stage, counter)
    await counter.does("finn", "invoice", {"due_on": "2026-03-31"})
    [asked] = await said(stage)
    await stage.passes(timedelta(days=2))
    paid = {"amount": counter.shown["invoiced"], "reference": "RF1", "paid_on": "2026-03-03"}
    await counter.does("finn", "premium", paid)
    await counter.signs()
    await counter.does("vera", "signature/review", {"convinces": False, "note": "Which page?"})
    await counter.signs()
    await counter.reviews()
    await counter.sends(proof="bounced")
    await counter.sends()
    await counter.does("ana", "archive")

    steps = await said(stage)
    assert [type(one) for one in steps] == [
        ApplicationSettled, ApplicationSigned, SignatureSentBack, ApplicationSigned,
        ApplicationDispatched, ApplicationArchived,
    ]  # fmt: skip
    assert {one.number for one in (asked, *steps)} == {counter.shown["number"]}
    assert (asked.due_on, asked.reference) == (
        date(2026, 3, 31), counter.shown["payment_reference"],
    )  # fmt: skip
    assert str(asked.amount.amount) == counter.shown["invoiced"]["amount"]
    settled, signed, *_, dispatched, archived = steps
    assert (settled.settled_by, settled.paid_on, settled.amount) == (
        "premium", date(2026, 3, 3), asked.amount,
    )  # fmt: skip
    assert signed.terms_sha256 == counter.shown["terms_sha256"]
    assert (dispatched.channel, dispatched.proof) == ("registered_email", "registered")
    assert str(archived.policy_id) == counter.shown["policy_id"]


async def test_what_the_bank_brings_settles_it_too(stage: Stage, counter: Any) -> None:
    await accepted(stage, counter)
    line = a_line("242.10", booked_on="2026-03-02", reference=counter.shown["payment_reference"])
    await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(a_csv(line)),
        headers={**counter.who["finn"], **stage.key()},
    )
    await counter.does("finn", "invoice", {"due_on": "2026-03-31"})

    [invoiced, settled] = await said(stage)

    assert isinstance(invoiced, ApplicationInvoiced)
    assert isinstance(settled, ApplicationSettled)
    assert invoiced.pay_to is not None
    assert invoiced.pay_to.account == OUR_IBAN
    assert (settled.settled_by, settled.paid_on) == ("premium", date(2026, 3, 2))


async def test_credit_that_is_granted_and_a_wish_that_is_taken_back(
    stage: Stage, counter: Any
) -> None:
    await accepted(stage, counter)
    await counter.does("finn", "invoice", {"due_on": "2026-04-30"})
    await counter.does("finn", "credit", {"reference": "K-1"})
    await counter.does("maria", "withdrawal")

    [_, settled, withdrawn] = await said(stage)

    assert (settled.settled_by, settled.paid_on) == ("credit", None)
    assert isinstance(withdrawn, ApplicationWithdrawn)


async def test_an_appeal(stage: Stage, counter: Any) -> None:
    await counter.takes("small-business", {"cope": 85})
    await counter.applies()
    await counter.does("vera", "refusal", {"note": "Nobody saw it."})
    await counter.does("maria", "appeal", {"words": "Come and see."})

    assert [type(one) for one in await said(stage)] == [ApplicationAppealed]
