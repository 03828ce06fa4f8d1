"""Accounts and invoices as rows of their tables, and back."""

from typing import Any, Final

from sqlalchemy import Row

from chassis.money import Money
from policy.domain.money.account import Account
from policy.domain.money.invoice import Invoice
from policy.storage.money.account_tables import accounts, invoices

_MONEY: Final = ("amount", "settled", "credited", "written_off")
_CHANGING: Final = (
    "lines", *_MONEY, "status", "paid_on", "reason"
)  # fmt: skip
_HEAD: Final = (
    "payment_mode", "starts_on", "ends_on", "earned_until", "standing", "credit_use",
    "refund_credit_at", "refund_to", "credit_from", "hold", "last_sequence", "version",
)  # fmt: skip
_ACCOUNT_COLUMNS: Final = tuple(column.name for column in accounts.c)
_INVOICE_COLUMNS: Final = tuple(column.name for column in invoices.c)


def account_of(row: Row[Any]) -> Account:
    """The account of a row; its invoices follow."""
    values = dict(zip(_ACCOUNT_COLUMNS, row, strict=True))
    currency = values["currency"]
    values["policy_id"] = values.pop("id")
    values["unearned"] = Money(values["unearned"], currency)
    values["credit"] = Money(values["credit"], currency)
    return Account(**values)


def account_row(account: Account) -> dict[str, Any]:
    """A row of it."""
    row = {column.name: getattr(account, column.name, None) for column in accounts.c}
    row["id"] = account.policy_id
    row["unearned"], row["credit"] = account.unearned.amount, account.credit.amount
    return row


def head_row(account: Account) -> dict[str, Any]:
    """What of an account changes."""
    row = {name: getattr(account, name) for name in _HEAD}
    row["id"] = account.policy_id
    row["unearned"], row["credit"] = account.unearned.amount, account.credit.amount
    return row


def invoice_of(row: Row[Any], currency: str) -> Invoice:
    """The invoice of a row."""
    values = dict(zip(_INVOICE_COLUMNS, row, strict=True))
    for name in _MONEY:
        values[name] = Money(values[name], currency)
    return Invoice(**values)


def invoice_row(invoice: Invoice) -> dict[str, Any]:
    """A row of it."""
    row = {column.name: getattr(invoice, column.name) for column in invoices.c}
    for name in _MONEY:
        row[name] = row[name].amount
    return row


def changed_row(invoice: Invoice) -> dict[str, Any]:
    """What of an invoice changes."""
    row = {name: getattr(invoice, name) for name in ("id", *_CHANGING, "version")}
    for name in _MONEY:
        row[name] = row[name].amount
    return row
