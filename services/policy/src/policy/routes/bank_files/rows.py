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
from policy.routes.bank_files.refusal import day_of, line_of, money_of, unreadable

COLUMNS: Final = (
    "account", "statement", "booked_on", "amount", "currency", "balance", "payer",
    "payer_account", "reference", "text", "end_to_end", "bank_reference", "return_code",
)  # fmt: skip


def read_csv(file: bytes, digest: bytes) -> Statement:
    """The one statement of the file."""
    try:
        rows = list(_rows(file.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise unreadable("it is not in UTF-8") from None
    except csv.Error:
        raise unreadable("it is not CSV, or a field of it is endless") from None
    if not rows:
        raise unreadable("it has no rows")
    first = rows[0]
    entries: list[Entry] = []
    balances: list[Money] = []
    for nth, row in enumerate(rows, 2):
        if (row["account"], row["statement"]) != (first["account"], first["statement"]):
            raise unreadable(f"line {nth} is of another statement")
        if row["currency"] != first["currency"]:
            raise unreadable(f"line {nth} is in another currency than the first")
        entry = _entry(row)
        balance = money_of(row["balance"], row["currency"])
        if balances and balances[-1] + entry.amount != balance:
            raise unreadable(f"the balance of line {nth} does not follow from the one before")
        entries.append(entry)
        balances.append(balance)
    account, statement_id = line_of(first["account"], 34), line_of(first["statement"], 70)
    if account is None or statement_id is None:
        raise unreadable("it names no account or has no id")
    return Statement(
        account=account.replace(" ", ""),
        statement_id=statement_id,
        format=Format.CSV,
        sequence=None,
        opening=balances[0] - entries[0].amount,
        closing=balances[-1],
        entries=keyed(entries),
        digest=digest,
    )


def _rows(text: str) -> list[dict[str, str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    if next(reader, None) != list(COLUMNS):
        raise unreadable(f"its first line is not {','.join(COLUMNS)}")
    found: list[dict[str, str]] = []
    ended = False
    for nth, row in enumerate(reader, 2):
        if not row:  # many a program ends its file with an empty line
            ended = True
            continue
        if ended:
            raise unreadable(f"line {nth} comes after an empty one")
        if len(row) != len(COLUMNS):
            raise unreadable(f"line {nth} has {len(row)} fields instead of {len(COLUMNS)}")
        if len(found) >= MOST_ENTRIES:
            raise unreadable(f"it has more than {MOST_ENTRIES} rows")
        found.append(dict(zip(COLUMNS, row, strict=True)))
    return found


def _entry(row: dict[str, str]) -> Entry:
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
    )
