"""Accounts, their invoices and their books, as HTTP shows them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.money import Amount, Currency, Money
from contracts.policy.premiums import PayTo
from policy.domain.money.account import Account, CreditUse, Standing
from policy.domain.money.invoice import Invoice, Kind, Status
from policy.domain.money.ledger import Kind as Entry
from policy.domain.money.reference import printed
from policy.domain.offer import PaymentMode
from policy.storage.money.rules import collection_rules


class LineView(BaseModel):
    """The premium, or a tax or levy on it."""

    id: str
    amount: Money
    rate: Decimal | None
    on_payment: bool


class InvoiceView(BaseModel):
    """An invoice. `reference` is ISO 11649, in groups of four, as people copy it."""

    id: UUID
    policy_id: UUID
    number: str
    reference: str
    kind: Kind
    status: Status
    lines: list[LineView]
    amount: Money
    settled: Money
    credited: Money
    written_off: Money
    open: Money
    issue_on: date
    due_on: date
    covers_from: date
    covers_until: date
    paid_on: date | None
    refers_to: UUID | None
    reason: str | None

    @classmethod
    def of(cls, invoice: Invoice) -> Self:
        """Show this invoice."""
        shown = {name: getattr(invoice, name) for name in cls.model_fields}
        shown["reference"] = printed(invoice.reference)
        shown["lines"] = [
            LineView(**{name: getattr(line, name) for name in LineView.model_fields})
            for line in invoice.lines
        ]
        return cls(**shown)


class AccountView(BaseModel):
    """An account. A contract has few invoices, so they are shown whole.

    `hold` is the bank's code for which nobody is reminded until a person has looked.
    """

    policy_id: UUID
    number: str
    customer_id: UUID
    currency: Currency
    payment_mode: PaymentMode
    standing: Standing
    balance: Money
    credit: Money
    credit_use: CreditUse | None
    refund_credit_at: datetime | None
    hold: str | None
    paid_until: date
    unpaid_since: date | None
    next_due: InvoiceView | None
    invoices: list[InvoiceView]
    pay_to: PayTo | None = Field(
        description="The account of ours that takes payments in this currency, if there is one."
    )

    @classmethod
    def of(cls, account: Account, at: datetime) -> Self:
        """Show it as it stands at that instant."""
        waiting = account.next_due
        names = set(cls.model_fields) - {"unpaid_since", "next_due", "invoices", "pay_to"}
        return cls(
            **{name: getattr(account, name) for name in names},
            unpaid_since=account.unpaid_since(at),
            next_due=InvoiceView.of(waiting) if waiting else None,
            invoices=[InvoiceView.of(one) for one in account.invoices],
            pay_to=collection_rules().pay_to.get(account.currency),
        )


class PostingView(BaseModel):
    """One side of a journal."""

    book: str
    debit: Amount
    credit: Amount
    invoice_id: UUID | None


class JournalView(BaseModel):
    """Something that moved money. Its debits and credits are equal."""

    id: UUID
    kind: Entry
    currency: Currency
    day: date
    at: datetime
    reverses: UUID | None
    postings: list[PostingView]
