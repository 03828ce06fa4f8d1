"""Invoices and credit notes on paper: what is to be done, what is paid, and where money goes."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from arranged.accounts import account, bank, changes, contents, paying, until
from arranged.homes import a_home
from pypdf import PdfReader

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples import MARIA

LANGUAGES = pytest.mark.parametrize("language", ["en", "es", "zh"])


async def paper(stage: Stage, policy: str, invoice: Any, **body: str) -> tuple[str, str]:
    """Id and words of the document of an invoice, without spaces."""
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    made = await stage.http.post(
        f"/v1/policies/{policy}/documents",
        json={"kind": "invoice", "subject_id": invoice["id"], **body},
        headers={**maria, **stage.key()},
    )
    assert made.status_code == 201, made.text
    one = made.json()["id"]
    content = await stage.http.get(f"/v1/documents/{one}/content", headers=maria)
    pages = PdfReader(BytesIO(content.content)).pages
    return one, "".join("".join(page.extract_text().split()) for page in pages)


async def made_late(stage: Stage, language: str, **particulars: Any) -> tuple[str, Any]:
    """A contract made a week before it begins, and its first invoice."""
    stage.clock.move_to(datetime(2026, 3, 25, 10, tzinfo=UTC))
    policy = await a_home(stage, language, **particulars)
    return policy, (await account(stage, policy))["invoices"][0]


def missing(wanted: list[str], words: str) -> list[str]:
    return [one for one in wanted if one not in words]


OPEN = {
    "en": [
        "IssuedonMarch25,2026",
        "DueonApril1,2026",
        "Pleasepaywith",
        "Paymentreference",
        "PaytoaccountES9121000418450200051332",
        "AccountholderYinbaoInsurance",
    ],
    "es": [
        "Emitidoel25demarzode2026",
        "Venceel1deabrilde2026",
        "Pagueconlareferencia",
        "Referenciadepago",
        "PagueenlacuentaES9121000418450200051332",
        "TitulardelacuentaYinbaoInsurance",
    ],
    "zh": [
        "开具日期2026年3月25日",
        "到期日2026年4月1日",
        "请注明以下付款编号",
        "付款编号",
        "收款账号ES9121000418450200051332",
        "收款户名YinbaoInsurance",
    ],
}
PAID = {
    "en": ["EUR242.10,inallbyMarch30,2026", "isinvoiceispaid"],
    "es": ["242,10EUR,porcompletoel30demarzode2026", "Esterecibo"],
    "zh": ["EUR242.10，2026年3月30日付清", "已付清，您无需处理"],
}


@LANGUAGES
async def test_an_invoice_asks_while_it_is_open_and_says_when_it_was_paid(
    stage: Stage, language: str
) -> None:
    policy, invoice = await made_late(stage, language)
    first, asks = await paper(stage, policy, invoice)
    await until(stage, "2026-03-30")
    await bank(stage, paying(invoice, booked_on="2026-03-30"))

    then, says = await paper(stage, policy, invoice)
    again, _ = await paper(stage, policy, invoice)

    assert missing(OPEN[language], asks) == []
    assert missing(PAID[language], says) == []
    assert [one for one in OPEN[language][2:] if one in says] == []
    assert first != then == again


async def test_what_is_paid_in_part_says_what_is_left(stage: Stage) -> None:
    policy, invoice = await made_late(stage, "en")
    part = {**paying(invoice, booked_on="2026-03-25"), "amount": "200.00"}
    await bank(stage, part)

    _, says = await paper(stage, policy, invoice)

    wanted = ["PaidEUR200.00", "StilltobepaidEUR42.10", "Pleasepay", "Paymentreference"]
    assert missing(wanted, says) == []


DIVIDED = {
    "en": "thecentsleftoverareinthefirstinstalment",
    "es": "loscéntimosquesobranvanenelprimerplazo",
    "zh": "除不尽的分计入首期",
}


@LANGUAGES
async def test_an_instalment_says_where_the_cents_are_that_do_not_divide(
    stage: Stage, language: str
) -> None:
    policy, first = await made_late(stage, language, payment_mode="quarterly")
    await until(stage, "2026-06-25")
    second = (await account(stage, policy))["invoices"][1]
    await changes(stage, policy, "2026-07-01", contents("60000.00"))
    more = (await account(stage, policy))["invoices"][-1]

    said = [(await paper(stage, policy, one))[1] for one in (first, second, more)]

    assert Decimal(first["amount"]["amount"]) > Decimal(second["amount"]["amount"])
    assert [DIVIDED[language] in one for one in said] == [True, True, False]


async def test_a_year_at_once_is_not_divided(stage: Stage) -> None:
    policy, invoice = await made_late(stage, "en")

    _, says = await paper(stage, policy, invoice)

    assert DIVIDED["en"] not in says


GIVEN_BACK = {
    "en": ["Givenbacktoyou", "Achangeofyourcontract", "FromOctober1,2026tobeforeApril1,2027"],
    "es": ["Seledevuelve", "Uncambiodesucontrato", "Del1deoctubrede2026hastaantesdel1deabril"],
    "zh": ["退还给您", "合同变更", "自2026年10月1日起，至2027年4月1日前"],
}
GOES = {"en": "goesbacktotheaccount", "es": "Vuelvealacuenta", "zh": "退回缴纳保险费的账户"}
NO_MORE = {
    "en": ["Dueon", "Paymentreference", "wasnotpaid"],
    "es": ["Venceel", "Referenciadepago", "aúnnoestaba"],
    "zh": ["到期日", "付款编号", "尚未缴付"],
}


@LANGUAGES
async def test_a_credit_note_of_what_was_paid_says_why_and_where_it_goes(
    stage: Stage, language: str
) -> None:
    policy, invoice = await made_late(stage, language)
    await bank(stage, paying(invoice, booked_on="2026-03-25"))
    await changes(stage, policy, "2026-10-01", contents("20000.00"))
    [_, note] = (await account(stage, policy))["invoices"]

    _, says = await paper(stage, policy, note)

    wanted = [*GIVEN_BACK[language], GOES[language], invoice["number"], policy_number(note)]
    assert missing(wanted, says) == []
    assert [one for one in NO_MORE[language] if one in says] == []


def policy_number(note: Any) -> str:
    return str(note["number"].rsplit("-", 1)[0])


async def test_a_credit_note_of_what_was_not_paid_names_the_invoices_it_is_taken_off(
    stage: Stage,
) -> None:
    policy, first = await made_late(stage, "en", payment_mode="monthly")
    await bank(stage, paying(first, booked_on="2026-03-25"))
    await changes(stage, policy, "2026-10-01", contents("20000.00"))
    *planned, note = (await account(stage, policy))["invoices"]
    off = [one for one in planned if Decimal(one["credited"]["amount"])]

    _, says = await paper(stage, policy, note)

    rows = [f"invoice{one['number']},whichwasnotpaidEUR{one['credited']['amount']}" for one in off]
    assert len(rows) > 1
    assert missing([*rows, "takeoffwhatwasnotpaidyet"], says) == []
    assert [one for one in ("Givenback", "Wherethemoneygoes", "Dueon") if one in says] == []


async def test_a_credit_note_of_both_says_how_much_of_each(stage: Stage) -> None:
    policy, first = await made_late(stage, "en", payment_mode="half_yearly")
    await bank(stage, paying(first, booked_on="2026-03-25"))
    maria = stage.as_(Role.CUSTOMER, customer_id=MARIA)
    ended = await stage.http.put(
        f"/v1/policies/{policy}/cancellation",
        json={"ends_on": "2026-06-01", "reason": "Sold."},
        headers={**maria, "If-Match": '"1"'},
    )
    assert ended.status_code == 200, ended.text
    *_, second, note = (await account(stage, policy))["invoices"]

    _, says = await paper(stage, policy, note)

    off = Decimal(second["credited"]["amount"])
    back = Decimal(note["amount"]["amount"]) - off
    assert off > 0 < back
    wanted = [
        f"{second['number']},whichwasnotpaidEUR{off}",
        f"itwaspaidEUR{back}",
        "Thecontractendsbeforeitstime",
        "FromJune1,2026tobeforeApril1,2027",
        "Wherethemoneygoes",
    ]
    assert missing(wanted, says) == []
