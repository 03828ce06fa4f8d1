"""A statement as CSV (RFC 4180, UTF-8): for banks that have no camt.053. The columns are ours.

    account,statement,booked_on,amount,currency,balance,payer,payer_account,reference,text,
    end_to_end,bank_reference,return_code

`amount` is signed, `balance` is the balance after it: each row is checked against the one before.
"""

import csv
import io
from typing import Final

from chassis.money import Money
from policy.domain.money.statement import MOST_ENTRIES, Entry, Format, Statement, keyed
from policy.routes.bank_files.refusal import (
    UnreadableStatement,
    day_of,
    line_of,
    money_of,
    unreadable,
)

COLUMNS: Final = (
    "account", "statement", "booked_on", "amount", "currency", "balance", "payer",
    "payer_account", "reference", "text", "end_to_end", "bank_reference", "return_code",
)  # fmt: skip


def read_csv(file: bytes, digest: bytes) -> Statement:
    """The one statement of the file."""
    rows = _rows(_text(file))
    if not rows:
        raise unreadable("it has no rows")
    _, first = rows[0]
    entries: list[Entry] = []
    balances: list[Money] = []
    for line, row in rows:
        for column in ("account", "statement"):
            if row[column] != first[column]:
                raise _at(line, column, "it is of another statement than the rows before")
        if row["currency"] != first["currency"]:
            raise _at(line, "currency", f"the first row is in {first['currency']}")
        try:
            entry = _entry(line, row)
            balance = money_of(row["balance"], row["currency"])
        except UnreadableStatement as refused:
            raise _blamed(line, row) or refused from None
        if balances and balances[-1] + entry.amount != balance:
            raise _at(line, "balance", "it does not follow from the one before")
        entries.append(entry)
        balances.append(balance)
    account, statement_id = line_of(first["account"], 34), line_of(first["statement"], 70)
    for column, said in (("account", account), ("statement", statement_id)):
        if said is None:
            raise _at(rows[0][0], column, "it says nothing")
    assert account is not None
    assert statement_id is not None
    opening = balances[0] - entries[0].amount
    return Statement(
        account=account.replace(" ", ""),
        statement_id=statement_id,
        format=Format.CSV,
        sequence=None,
        opening=opening,
        closing=balances[-1],
        entries=keyed(entries, opening=opening),
        digest=digest,
    )


def _text(file: bytes) -> str:
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError as stray:
        line = file.count(b"\n", 0, stray.start) + 1
        raise unreadable(f"line {line}: it is not UTF-8") from None


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """Each row with the line it begins in: a quoted text may go on over several."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, dict[str, str]]] = []
    line, ended = 1, False
    try:
        if next(reader, None) != list(COLUMNS):
            raise unreadable(f"its first line is not {','.join(COLUMNS)}")
        line = reader.line_num + 1
        for row in reader:
            ended = ended or not row  # many a program ends its file with an empty line
            if ended and row:
                raise unreadable(f"line {line} comes after an empty one")
            if row and len(row) != len(COLUMNS):
                raise unreadable(f"line {line} has {len(row)} fields instead of {len(COLUMNS)}")
            if len(found) >= MOST_ENTRIES:
                raise unreadable(f"it has more than {MOST_ENTRIES} rows")
            if row:
                found.append((line, dict(zip(COLUMNS, row, strict=True))))
            line = reader.line_num + 1
    except csv.Error:
        raise unreadable(f"line {line}: it is not CSV (RFC 4180), or a field is endless") from None
    return found


def _at(line: int, column: str, why: str) -> UnreadableStatement:
    return unreadable(f"line {line}, column {column}: {why}")


def _blamed(line: int, row: dict[str, str]) -> UnreadableStatement | None:
    """Which column of the row it is that cannot be read, looked for once one could not."""
    currency = row["currency"]
    for column, read in (
        ("currency", lambda: money_of("0.00", currency)),
        ("amount", lambda: money_of(row["amount"], currency)),
        ("booked_on", lambda: day_of(row["booked_on"])),
        ("balance", lambda: money_of(row["balance"], currency)),
    ):
        try:
            read()
        except UnreadableStatement as refused:
            return _at(line, column, refused.detail)
    return None


def _entry(line: int, row: dict[str, str]) -> Entry:
    amount: Money = money_of(row["amount"], row["currency"])
    payer_account = line_of(row["payer_account"], 40)
    text = line_of(row["text"], 400)
    return Entry(
        key=line_of(row["bank_reference"], 70) or "",
        amount=amount,
        booked_on=day_of(row["booked_on"]),
        payer=line_of(row["payer"]),
        payer_account=payer_account.replace(" ", "").upper() if payer_account else None,
        reference=line_of(row["reference"], 35),
        texts=(text,) if text else (),
        end_to_end=line_of(row["end_to_end"], 70),
        bank_reference=line_of(row["bank_reference"], 70),
        return_code=line_of(row["return_code"], 4),
        line=line,
    )
