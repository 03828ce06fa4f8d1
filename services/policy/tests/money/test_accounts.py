"""Accounts over HTTP: what an owner sees, what time does, what finance may, what others may not."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from chassis.ids import new_id
from chassis.testing import Stage
from contracts.policy import InvoiceDue, InvoiceIssued, InvoiceOverdue, PremiumCredited
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.domain.money.invoice import Invoice
from policy.domain.money.line import PREMIUM, Line
from policy.domain.money.reference import printed
from policy.domain.offer import PaymentMode
from policy.examples import MARIA, POLICY, WEI
from policy.examples.money import (
    MARIAS_IBAN,
    OUR_IBAN,
    a_bank_file,
    a_csv,
    a_line,
    an_offer,
    eur,
)
from policy.use_cases.money.bill_premium import BillPremium, bill_premium
from policy.use_cases.money.refund_premium import RefundPremium, refund_premium

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]
ACCOUNT = f"/v1/policies/{POLICY}/account"


async def test_an_invoice_is_asked_for_falls_due_and_is_overdue_by_the_customers_clock(
    stage: Stage, opens: Opens
) -> None:
    await opens()  # on 2 March
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    planned = (await stage.http.get(ACCOUNT, headers=maria)).json()["next_due"]["status"]

    stage.clock.move_to(datetime.fromisoformat("2026-03-17T22:59:59Z"))
    await stage.passes(timedelta(0))
    not_yet = await stage.said()
    await stage.passes(timedelta(seconds=1))  # midnight of 18 March in Madrid
    issued = await stage.said()
    stage.clock.move_to(datetime.fromisoformat("2026-03-31T22:00:00Z"))  # summer time by now
    await stage.passes(timedelta(0))
    due = await stage.said()
    await stage.passes(timedelta(days=1))
    overdue = await stage.said()

    assert planned == "planned"
    assert not_yet == []
    assert [type(one) for one in issued + due + overdue] == [
        InvoiceIssued, InvoiceDue, InvoiceOverdue,
    ]  # fmt: skip
    shown = (await stage.http.get(ACCOUNT, headers=maria)).json()
    assert shown["pay_to"]["account"] == OUR_IBAN
    assert [dict(one)["pay_to"].model_dump() for one in issued + due + overdue] == [
        shown["pay_to"]
    ] * 3
    assert (shown["unpaid_since"], shown["balance"]["amount"]) == ("2026-04-01", "300.00")


async def test_what_a_book_brought_in_was_paid_elsewhere_and_nobody_is_dunned(
    stage: Stage, opens: Opens
) -> None:
    stage.clock.move_to(datetime.fromisoformat("2026-05-10T09:00:00Z"))
    await opens(an_offer("120.00", mode=PaymentMode.MONTHLY), collected_before=True)

    shown = (await stage.http.get(ACCOUNT, headers=stage.as_(Role.FINANCE))).json()

    assert [one["status"] for one in shown["invoices"][:3]] == ["paid", "paid", "planned"]
    assert shown["paid_until"] == "2026-06-01"
    assert await stage.said() == []


async def test_an_owner_reads_invoice_and_ledger(stage: Stage, opens: Opens) -> None:
    [invoice] = (await opens()).invoices
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    read = await stage.http.get(f"/v1/invoices/{invoice.id}", headers=maria)
    ledger = await stage.http.get(f"/v1/policies/{POLICY}/ledger", headers=maria)

    assert read.json()["reference"].replace(" ", "") == invoice.reference
    assert read.headers["ETag"] == '"1"'
    [charged] = ledger.json()["items"]
    assert [(p["book"], p["debit"], p["credit"]) for p in charged["postings"]] == [
        ("premium_receivable", "300.00", "0.00"),
        ("unearned_premium", "0.00", "300.00"),
    ]


async def test_an_invoice_is_on_paper_once_it_went_out(stage: Stage, opens: Opens) -> None:
    account = await opens(an_offer(mode=PaymentMode.HALF_YEARLY))
    stage.clock.advance(datetime(2026, 4, 2, 9, tzinfo=UTC) - stage.clock.now())
    await stage.passes(timedelta())
    first, second = account.invoices
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)

    async def make(invoice: Invoice) -> Any:
        return await stage.http.post(
            f"/v1/policies/{POLICY}/documents",
            json={"kind": "invoice", "subject_id": str(invoice.id)},
            headers={**maria, **stage.key()},
        )

    made, early = await make(first), await make(second)
    content = await stage.http.get(made.headers["Location"] + "/content", headers=maria)

    assert (made.status_code, early.status_code) == (201, 409)
    pages = PdfReader(BytesIO(content.content)).pages
    said = "".join(pages[0].extract_text().split())
    wanted = [f"Recibo{first.number}", "".join(printed(first.reference).split()), "150,00EUR"]
    assert [one for one in wanted if one not in said] == []


async def test_an_additional_premium_is_an_invoice_of_its_own(stage: Stage, opens: Opens) -> None:
    await opens()
    async with stage.running.works() as work:
        order = BillPremium(
            policy_id=POLICY,
            lines=(Line(id=PREMIUM, amount=eur("40.33")),),
            reason="E1",
            due_on=date(2026, 3, 10),
        )
        await bill_premium(order, work)

    [said] = await stage.said()
    assert isinstance(said, InvoiceIssued)
    assert (said.invoice, said.amount) == ("P-2026-000041-02", eur("40.33"))


async def test_premium_that_goes_back_is_taken_off_what_is_not_paid(
    stage: Stage, opens: Opens
) -> None:
    await opens()
    async with stage.running.works() as work:
        order = RefundPremium(policy_id=POLICY, amount=eur("300.00"), reason="cooling-off")
        await refund_premium(order, work)

    [said] = await stage.said()
    assert isinstance(said, PremiumCredited)
    assert (said.set_off, said.credit) == (eur("300.00"), eur("0.00"))
    shown = await stage.http.get(ACCOUNT, headers=stage.as_(Role.FINANCE))
    assert [one["status"] for one in shown.json()["invoices"]] == ["cancelled", "paid"]


async def over_paid(stage: Stage, opens: Opens, imports: Imports, amount: str) -> None:
    [invoice] = (await opens()).invoices
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))
    await imports(a_line(amount, reference=invoice.reference, payer_account=MARIAS_IBAN))


async def want(stage: Stage, amount: str, *, currency: str = "EUR") -> Any:
    body = {
        "policy_id": str(POLICY),
        "amount": {"amount": amount, "currency": currency},
        "reason": "Asked for.",
    }
    return await stage.http.post(
        "/v1/refunds", json=body, headers={**stage.as_(Role.FINANCE, subject="ana"), **stage.key()}
    )


async def test_a_large_refund_takes_a_second_person(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    await over_paid(stage, opens, imports, "2300.00")
    wanted = await want(stage, "1500.00")
    url = f"/v1/refunds/{wanted.json()['id']}/decision"
    read = {"If-Match": wanted.headers["ETag"]}

    async def decide(who: str) -> Any:
        headers = {**stage.as_(Role.FINANCE, subject=who), **read}
        return await stage.http.put(url, json={"decision": "agreed"}, headers=headers)

    alone, second, again = await decide("ana"), await decide("ben"), await decide("cy")

    assert wanted.json()["status"] == "wanted"
    assert (alone.status_code, alone.json()["code"]) == (403, "second-person")
    assert (second.status_code, second.json()["status"]) == (200, "sent")
    assert again.status_code == 412
    shown = await stage.http.get(ACCOUNT, headers=stage.as_(Role.FINANCE))
    assert shown.json()["credit"]["amount"] == "500.00"


async def test_our_own_refund_on_the_statement_is_recognised(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    await over_paid(stage, opens, imports, "350.00")
    refund = (await want(stage, "50.00")).json()

    answer = await imports(
        a_line("-50.00", end_to_end=refund["id"].replace("-", "")),
        statement="S-2", opening="1350.00",
    )  # fmt: skip

    assert (answer.json()["booked"], answer.json()["suspense"]) == (1, 0)
    read = await stage.http.get(f"/v1/refunds/{refund['id']}", headers=stage.as_(Role.FINANCE))
    assert read.json()["status"] == "confirmed"


async def test_a_refund_that_the_bank_shows_twice_waits_and_the_statement_is_booked(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    await over_paid(stage, opens, imports, "350.00")
    refund = (await want(stage, "50.00")).json()
    sent = {"end_to_end": refund["id"].replace("-", "")}

    answer = await imports(
        a_line("-50.00", bank_reference="X-1", **sent),
        a_line("-50.00", bank_reference="X-2", **sent),
        statement="S-2", opening="1350.00",
    )  # fmt: skip

    assert answer.status_code == 201, answer.text
    assert (answer.json()["booked"], answer.json()["suspense"]) == (1, 1)
    waiting = await stage.http.get("/v1/suspense", headers=stage.as_(Role.FINANCE))
    assert [one["doubt"] for one in waiting.json()["items"]] == ["money_out"]


@pytest.mark.parametrize(
    ("amount", "status"),
    [("50.01 EUR", 409), ("50.00 USD", 422), ("0.00 EUR", 422)],
)
async def test_no_more_goes_back_than_there_is(
    stage: Stage, opens: Opens, imports: Imports, amount: str, status: int
) -> None:
    await over_paid(stage, opens, imports, "350.00")

    number, currency = amount.split()
    assert (await want(stage, number, currency=currency)).status_code == status


async def test_finance_gives_an_invoice_up(stage: Stage, opens: Opens) -> None:
    [invoice] = (await opens()).invoices
    headers = {**stage.as_(Role.FINANCE), "If-Match": '"1"'}

    answer = await stage.http.put(
        f"/v1/invoices/{invoice.id}/write-off", json={"reason": "Gone."}, headers=headers
    )
    again = await stage.http.put(
        f"/v1/invoices/{invoice.id}/write-off",
        json={"reason": "Gone."},
        headers={**headers, "If-Match": answer.headers["ETag"]},
    )

    assert (answer.status_code, answer.json()["status"]) == (200, "written_off")
    assert (again.status_code, again.json()["code"]) == (409, "nothing-open")


FILE = a_bank_file(a_csv(a_line("1.00")))
OWNERS = {Role.CUSTOMER, Role.AGENT, Role.FINANCE}
ROUTES: dict[str, tuple[str, str, Any, set[Role]]] = {
    "account": ("GET", ACCOUNT, None, OWNERS),
    "ledger": ("GET", f"/v1/policies/{POLICY}/ledger", None, {Role.CUSTOMER, Role.FINANCE}),
    "credit": ("PUT", f"{ACCOUNT}/credit-use", {"use": "refund"}, {Role.CUSTOMER, Role.FINANCE}),
    "lift a hold": ("PUT", f"{ACCOUNT}/hold-release", {"reason": "x"}, {Role.FINANCE}),
    "invoice": ("GET", "/v1/invoices/{invoice}", None, OWNERS),
    "write off": ("PUT", "/v1/invoices/{invoice}/write-off", {"reason": "x"}, {Role.FINANCE}),
    "import": ("POST", "/v1/bank-statements", FILE, {Role.FINANCE}),
    "statements": ("GET", "/v1/bank-statements", None, {Role.FINANCE}),
    "statement": ("GET", f"/v1/bank-statements/{new_id()}", None, {Role.FINANCE}),
    "entries": ("GET", f"/v1/bank-statements/{new_id()}/entries", None, {Role.FINANCE}),
    "suspense": ("GET", "/v1/suspense", None, {Role.FINANCE}),
    "waiting": ("GET", f"/v1/suspense/{new_id()}", None, {Role.FINANCE}),
    "resolve": (
        "PUT", f"/v1/suspense/{new_id()}/resolution",
        {"resolution": "explained", "note": "x"}, {Role.FINANCE},
    ),
    "refund": (
        "POST", "/v1/refunds",
        {"policy_id": str(POLICY), "amount": {"amount": "1.00", "currency": "EUR"}, "reason": "x"},
        {Role.FINANCE},
    ),
    "refunds": ("GET", "/v1/refunds", None, {Role.CUSTOMER, Role.FINANCE}),
    "one refund": ("GET", f"/v1/refunds/{new_id()}", None, {Role.CUSTOMER, Role.FINANCE}),
    "decide": (
        "PUT", f"/v1/refunds/{new_id()}/decision", {"decision": "agreed"}, {Role.FINANCE},
    ),
}  # fmt: skip


async def call(stage: Stage, route: str, headers: dict[str, str], invoice: Any) -> Any:
    method, url, body, _ = ROUTES[route]
    extra = {} if method == "GET" else {**stage.key(), "If-Match": '"1"'}
    return await stage.http.request(
        method, url.replace("{invoice}", str(invoice)), json=body, headers={**headers, **extra}
    )


@pytest.mark.parametrize("route", ROUTES)
async def test_each_route_takes_its_own_roles_and_no_other(
    stage: Stage, opens: Opens, route: str
) -> None:
    invoice = (await opens()).invoices[0].id

    nobody = await call(stage, route, {}, invoice)
    answers = {role: await call(stage, route, stage.as_(role, customer_id=MARIA), invoice)
               for role in Role}  # fmt: skip

    assert nobody.status_code == 401
    let_in = {role for role, answer in answers.items() if answer.status_code not in {401, 403}}
    assert let_in == ROUTES[route][3]


@pytest.mark.parametrize("route", ["account", "ledger", "credit", "invoice"])
async def test_what_is_somebody_elses_is_like_a_missing_one(
    stage: Stage, opens: Opens, route: str
) -> None:
    wei = stage.as_(Role.CUSTOMER, customer_id=WEI)
    nothing = new_id()
    missing = await call(stage, route, wei, nothing)
    invoice = (await opens()).invoices[0].id

    theirs = await call(stage, route, wei, invoice)

    assert missing.status_code == theirs.status_code == 404
    assert missing.json()["code"] == theirs.json()["code"]
