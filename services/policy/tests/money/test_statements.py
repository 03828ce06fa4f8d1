"""Statements of our bank: read from each format, imported once, and distrusted."""

import gzip
from base64 import b64encode
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.errors import Rejected
from chassis.testing import Stage
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.domain.money.statement import Format
from policy.domain.offer import PaymentMode
from policy.examples import MARIA, POLICY
from policy.examples.money import a_bank_file, a_csv, a_line, an_offer, eur
from policy.routes.bank_files import LARGEST, read_statement
from policy.storage.money.ledger import Ledger

Opens = Callable[..., Awaitable[Account]]
Imports = Callable[..., Awaitable[Any]]
DATA = Path(__file__).parents[1] / "data"
CAMT_02, CAMT_08 = (DATA / f"camt.053.001.{version}.xml" for version in ("02", "08"))


def read(file: bytes, kind: Format = Format.CAMT_053) -> Any:
    return read_statement(kind, b64encode(file).decode())


async def send(stage: Stage, file: bytes, kind: str = "camt.053") -> Any:
    return await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(file, kind),
        headers={**stage.as_(Role.FINANCE), **stage.key()},
    )


async def open_for_a_quarter(stage: Stage, opens: Opens) -> None:
    """Three invoices of 40, of which two are asked for."""
    stage.clock.move_to(datetime(2026, 4, 20, 9, tzinfo=UTC))
    await opens(an_offer("120.00", mode=PaymentMode.MONTHLY, ends_on=date(2026, 7, 1)))


async def balances(stage: Stage) -> dict[str, Decimal]:
    async with stage.running.works() as work:
        return await Ledger(work).balances(POLICY)


def test_camt_02_is_read_with_its_batch_split() -> None:
    statement = read(CAMT_02.read_bytes())

    assert (statement.statement_id, statement.sequence) == ("2026-062", 62)
    assert (statement.opening, statement.closing) == (eur("1000.00"), eur("1112.50"))
    assert [one.amount.amount for one in statement.entries] == [
        Decimal("40.00"), Decimal("40.00"), Decimal("40.00"), Decimal("-7.50"),
    ]  # fmt: skip
    assert [one.key for one in statement.entries] == [
        "BANK-0001", "BANK-0002/1", "BANK-0002/2", "BANK-0003",
    ]  # fmt: skip
    assert statement.entries[0].payer == "María Santos"
    assert statement.entries[0].end_to_end is None
    assert statement.not_booked == 1
    statement.must_add_up()


def test_camt_08_is_read_with_its_own_spelling() -> None:
    first, second = read(CAMT_08.read_bytes()).entries

    assert (first.payer, first.paid_on) == ("María Santos", date(2026, 4, 7))
    assert (second.return_code, second.charges, second.reversal) == ("AM04", eur("3.20"), True)
    assert second.amount == eur("-43.20")


async def test_the_samples_are_imported_one_after_the_other(stage: Stage, opens: Opens) -> None:
    await open_for_a_quarter(stage, opens)

    first = await send(stage, CAMT_02.read_bytes())
    second = await send(stage, CAMT_08.read_bytes())
    third = await send(stage, (DATA / "statement.csv").read_bytes(), "csv")

    counted = [(a.json()["booked"], a.json()["suspense"]) for a in (first, second, third)]
    assert counted == [(2, 2), (2, 0), (1, 1)]
    assert [a.json()["warnings"] for a in (first, second, third)] == [[], ["sequence-gap"], []]
    shown = await stage.http.get(
        f"/v1/policies/{POLICY}/account", headers=stage.as_(Role.CUSTOMER, customer_id=MARIA)
    )
    assert [one["status"] for one in shown.json()["invoices"]] == ["paid", "paid", "paid"]
    assert (await balances(stage))["bank_charges"] == Decimal("3.20")


async def test_the_same_statement_again_changes_nothing_and_says_so(
    stage: Stage, opens: Opens
) -> None:
    await open_for_a_quarter(stage, opens)
    first = await send(stage, CAMT_02.read_bytes())
    before = await balances(stage)
    await stage.said()

    again = await send(stage, CAMT_02.read_bytes())

    assert again.json() == {**first.json(), "imported_before": True}
    assert await balances(stage) == before
    assert await stage.said() == []


async def test_of_an_overlapping_statement_only_the_new_is_booked(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    await open_for_a_quarter(stage, opens)
    old = [a_line("5.00", text="x"), a_line("5.00", text="x"), a_line("9.00", bank_reference="B")]
    await imports(*old)

    wider = await imports(*old, a_line("5.00", text="x"), statement="S-2")

    assert (wider.json()["known"], wider.json()["suspense"]) == (3, 1)
    assert wider.json()["warnings"] == ["balance-gap"]


async def test_another_content_under_the_same_id_is_a_conflict(
    stage: Stage, opens: Opens, imports: Imports
) -> None:
    await open_for_a_quarter(stage, opens)
    await imports(a_line("5.00"))

    answer = await imports(a_line("6.00"))

    assert (answer.status_code, answer.json()["code"]) == (409, "statement-changed")


async def test_a_large_file_comes_as_gzip(stage: Stage, imports: Imports) -> None:
    stage.clock.move_to(datetime(2026, 4, 1, 9, tzinfo=UTC))
    lines = [a_line("1.00", text=f"line {nth}", bank_reference=f"B{nth}") for nth in range(300)]

    answer = await send(stage, gzip.compress(a_csv(*lines)), "csv")

    assert answer.json()["suspense"] == 300


async def refused(stage: Stage, file: bytes, kind: str = "camt.053") -> str:
    answer = await send(stage, file, kind)
    assert answer.status_code == 422, answer.text
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/content"]
    code: str = answer.json()["code"]
    return code


def bent(old: str, new: str, file: Path = CAMT_02) -> bytes:
    whole = file.read_text(encoding="utf-8")
    assert old in whole
    return whole.replace(old, new).encode()


BOMB = (
    '<!DOCTYPE D [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
    + "]>"
)
OUTSIDE = '<!DOCTYPE D [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
EVIL: dict[str, bytes] = {
    "a bomb": bent("<Document", f"{BOMB}<Document").replace(b"2026-062", b"&i;"),
    "an external entity": bent("<Document", f"{OUTSIDE}<Document").replace(b"2026-062", b"&x;"),
    "an external document type": bent("<Document", '<!DOCTYPE D SYSTEM "http://x/y"><Document'),
    "an instruction": bent("<Document", '<?xml-stylesheet href="x"?><Document'),
    "too deep": b"<a>" * 2000 + b"</a>" * 2000,
    "cut off": CAMT_02.read_bytes()[:900],
    "nothing": b"<",
    "another namespace": bent("camt.053.001.02", "camt.053.001.10"),
    "no namespace": bent(' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"', ""),
    "another encoding": bent('encoding="UTF-8"', 'encoding="EBCDIC-XX"'),
    "a negative amount": bent('<Amt Ccy="EUR">7.50', '<Amt Ccy="EUR">-7.50'),
    "three decimals": bent('<Amt Ccy="EUR">7.50', '<Amt Ccy="EUR">7.501'),
    "no number": bent('<Amt Ccy="EUR">7.50', '<Amt Ccy="EUR">NaN'),
    "an amount beyond bounds": bent('<Amt Ccy="EUR">7.50', '<Amt Ccy="EUR">1E400'),
    "no currency": bent('<Amt Ccy="EUR">7.50', "<Amt>7.50"),
    "a currency of another amount": bent(
        '<Amt Ccy="EUR">7.50</Amt>', '<Amt>7.50</Amt><Amt Ccy="EUR">7.50</Amt>'
    ),
    "endless kinds of elements": b"<a>" + b"".join(b"<e%d/>" % n for n in range(5000)) + b"</a>",
    "no direction": bent("<CdtDbtInd>DBIT</CdtDbtInd>", ""),
    "no day": bent("<BookgDt><Dt>2026-04-01", "<BookgDt><Dt>2026-02-30"),
    "no status": bent("<Sts>PDNG</Sts>", "<Sts>SURE</Sts>"),
    "a batch of another sum": bent('<TxAmt><Amt Ccy="EUR">40.00', '<TxAmt><Amt Ccy="EUR">41.00'),
    "no balance": bent("OPBD", "ITBD"),
    "endless text": bent("my insurance", "x" * 9000),
    "a gzip bomb": gzip.compress(b" " * (LARGEST + 1)),
    "broken gzip": gzip.compress(b"x" * 500)[:-9],
}


@pytest.mark.parametrize("evil", EVIL)
async def test_a_file_that_is_no_good_is_refused_whole(stage: Stage, evil: str) -> None:
    assert await refused(stage, EVIL[evil]) == "unreadable-statement"
    listed = await stage.http.get("/v1/bank-statements", headers=stage.as_(Role.FINANCE))
    assert listed.json()["items"] == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("1112.50", "1112.51", "statement-does-not-add-up"),
        ("ES9121000418450200051332", "DE89370400440532013000", "not-our-account"),
    ],
)
async def test_a_statement_that_cannot_be_ours_or_right_is_refused(
    stage: Stage, old: str, new: str, code: str
) -> None:
    assert await refused(stage, bent(old, new)) == code


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\xff\xfe",
        b"account,amount\n1,2\n",
        a_csv(),
        a_csv(a_line("1.00")).replace(b"1001.00", b"1001.005"),
        a_csv(a_line("1.00"), a_line("1.00")).replace(b"1002.00", b"1003.00"),
        a_csv(a_line("1.00"), a_line("1.00", statement="S-2")),
        a_csv(a_line("1.00")) + b'"',
        a_csv(a_line("1.00", booked_on="31/12/2026")),
    ],
)
async def test_a_csv_that_is_no_good_is_refused(stage: Stage, file: bytes) -> None:
    content = file or b"\n"

    assert await refused(stage, content, "csv") == "unreadable-statement"


async def test_what_is_booked_on_a_day_to_come_is_refused_and_the_line_named(
    stage: Stage, imports: Imports
) -> None:
    stage.clock.move_to(datetime(2026, 3, 31, 23, tzinfo=UTC))  # at our bank it is 1 April
    before, today, ahead = a_line("1.00"), a_line("2.00"), a_line("3.00", booked_on="2026-04-02")

    refused = await imports(before, ahead, today)
    taken = await imports(before, today)

    assert refused.status_code == 422
    assert refused.json()["code"] == "booked-ahead"
    assert refused.json()["errors"] == [
        {"pointer": "/content", "detail": "line 3 is booked on 2026-04-02"}
    ]
    assert (taken.status_code, taken.json()["suspense"]) == (201, 2)


async def test_an_entry_of_2031_is_no_credit_today(stage: Stage) -> None:
    stage.clock.move_to(datetime(2026, 4, 20, 9, tzinfo=UTC))

    file = bent("<BookgDt><Dt>2026-04-01", "<BookgDt><Dt>2031-01-01")

    assert await refused(stage, file) == "booked-ahead"


def test_what_is_no_base64_is_refused() -> None:
    with pytest.raises(Rejected):
        read_statement(Format.CSV, "abcde")


async def test_the_ledger_is_added_to_and_never_changed(stage: Stage, opens: Opens) -> None:
    await opens()

    async with stage.running.database.sessions() as session:
        for change in ("UPDATE postings SET debit = 1", "DELETE FROM journals"):
            with pytest.raises(DBAPIError, match="never changed"):
                await session.execute(text(change))
            await session.rollback()


OUT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Id>C-1</Id><Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">50.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><Amt Ccy="EUR">50.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-04-01</Dt></BookgDt><NtryDtls><TxDtls>
<RltdPties><Dbtr><Pty><Nm>Yinbao</Nm></Pty></Dbtr>
<DbtrAcct><Id><IBAN>ES9121000418450200051332</IBAN></Id></DbtrAcct>
<Cdtr><Pty><Nm>María Santos</Nm></Pty></Cdtr>
<CdtrAcct><Id><IBAN>ES7921000813610123456789</IBAN></Id></CdtrAcct></RltdPties>
{returned}</TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


@pytest.mark.parametrize(
    ("returned", "receiver"),
    [
        ("", ("María Santos", "ES7921000813610123456789")),
        ("<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>", (None, None)),
    ],
)
def test_camt_says_whom_money_went_to_but_of_a_return_that_is_who_it_came_to(
    returned: str, receiver: tuple[str | None, str | None]
) -> None:
    [entry] = read(OUT.format(returned=returned).encode()).entries

    assert entry.amount == eur("-50.00")
    assert (entry.receiver, entry.receiver_account) == receiver
