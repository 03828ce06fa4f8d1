"""A statement that is refused says where: finance finds the line in a file of thousands."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chassis.testing import Stage
from contracts.roles import Role
from policy.examples.money import a_bank_file, a_csv, a_line

CAMT = (Path(__file__).parents[1] / "data" / "camt.053.001.02.xml").read_text(encoding="utf-8")
TWO = a_csv(a_line("1.00"), a_line("2.00"))
OVER_TWO_LINES = a_csv(a_line("1.00", text="a\nb"), a_line("2.00", booked_on="soon"))
CSV = {
    "amount": (
        TWO.replace(b",2.00,", b",two,"),
        "line 3, column amount: an amount is no number, such as -1250.00",
    ),
    "cents": (
        TWO.replace(b"1003.00", b"1003.005"),
        "line 3, column balance: an amount has more than two decimals",
    ),
    "balance": (
        TWO.replace(b"1003.00", b"1004.00"),
        "line 3, column balance: it does not follow from the one before",
    ),
    "currency": (
        TWO.replace(b"EUR,1001", b"eur,1001"),
        "line 2, column currency: a currency is three capital letters",
    ),
    "two currencies": (
        TWO.replace(b"EUR,1003", b"USD,1003"),
        "line 3, column currency: the first row is in EUR",
    ),
    "day": (a_csv(a_line("1.00", booked_on="1/4/26")), "line 2, column booked_on: a date is none"),
    "after a text of two lines": (OVER_TWO_LINES, "line 4, column booked_on: a date is none"),
    "statement": (
        a_csv(a_line("1.00"), a_line("2.00", statement="S-2")),
        "line 3, column statement: it is of another statement than the rows before",
    ),
    "no account": (a_csv(a_line("1.00", account="")), "line 2, column account: it says nothing"),
    "too few": (TWO + b"x,y\r\n", "line 4 has 2 fields instead of 13"),
    "a quote left open": (TWO + b'"', "line 4: it is not CSV (RFC 4180), or a field is endless"),
    "latin letters": (
        a_csv(a_line("1.00"), a_line("2.00", payer="José")).decode().encode("latin-1"),
        "line 3: it is not UTF-8",
    ),
}
NO_CAMT = {
    "amount": (
        '<Amt Ccy="EUR">7.50', '<Amt Ccy="EUR">lots',
        "entry 3, in line 36: Amt: an amount is no number, such as -1250.00",
    ),
    "direction": (
        "<CdtDbtInd>DBIT</CdtDbtInd>", "",
        "entry 3, in line 36: CdtDbtInd is neither CRDT nor DBIT",
    ),
    "day": (
        "<BookgDt><Dt>2026-04-01</Dt></BookgDt><AcctSvcrRef>BANK-0003",
        "<BookgDt><Dt>2026-02-30</Dt></BookgDt><AcctSvcrRef>BANK-0003",
        "entry 3, in line 36: BookgDt: a date is none",
    ),
    "a part": (
        '<TxAmt><Amt Ccy="EUR">40.00', '<TxAmt><Amt Ccy="EU">40.00',
        "entry 2, in line 26: AmtDtls/TxAmt/Amt: a currency is three capital letters",
    ),
    "balance": (
        '<Amt Ccy="EUR">1112.50', '<Amt Ccy="EUR">1112.505',
        "the balance in line 13: Amt: an amount has more than two decimals",
    ),
    "account": (
        "<IBAN>ES9121000418450200051332</IBAN>", "",
        "the statement in line 6: Acct/Id names no account",
    ),
    "text": ("my insurance", "x" * 9000, "line 33: an element has too much text"),
    "XML": ("</TxDtls></NtryDtls>", "</TxDtls>", "it is not well-formed XML"),
}  # fmt: skip


async def refused(stage: Stage, file: bytes, kind: str) -> str:
    stage.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
    answer = await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(file, kind),
        headers={**stage.as_(Role.FINANCE), **stage.key()},
    )
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "unreadable-statement"
    [error] = answer.json()["errors"]
    assert error["pointer"] == "/content"
    said: str = error["detail"]
    return said


@pytest.mark.parametrize("wrong", CSV)
async def test_a_csv_that_is_refused_names_line_and_column(stage: Stage, wrong: str) -> None:
    file, detail = CSV[wrong]

    assert await refused(stage, file, "csv") == detail


@pytest.mark.parametrize("wrong", NO_CAMT)
async def test_a_camt_that_is_refused_names_entry_line_and_element(
    stage: Stage, wrong: str
) -> None:
    old, new, detail = NO_CAMT[wrong]
    assert old in CAMT

    said = await refused(stage, CAMT.replace(old, new, 1).encode(), "camt.053")

    assert said.endswith(detail)
    assert "line " in said


async def test_what_the_bank_booked_ahead_is_named_by_the_line_it_begins_in(stage: Stage) -> None:
    stage.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
    fee = "<BookgDt><Dt>2026-04-01</Dt></BookgDt><AcctSvcrRef>BANK-0003"
    assert fee in CAMT

    answer = await stage.http.post(
        "/v1/bank-statements",
        json=a_bank_file(CAMT.replace(fee, fee.replace("2026", "2031")).encode(), "camt.053"),
        headers={**stage.as_(Role.FINANCE), **stage.key()},
    )

    assert answer.json()["code"] == "booked-ahead"
    assert answer.json()["errors"][0]["detail"] == "the entry in line 36 is booked on 2031-04-01"
