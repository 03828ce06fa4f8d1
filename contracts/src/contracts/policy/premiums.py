"""What is said of premiums: asked for, received, given back."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.events import Event
from chassis.money import Money


class PayTo(BaseModel):
    """The account of ours that a payment goes to; `bic` where its bank has one (ISO 9362)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    account: str
    holder: str
    """In whose name it is held, as a bank asks for it."""
    bic: str | None = None


class InvoiceFact(Event):
    """An invoice, as it stands."""

    policy_id: UUID
    number: str
    """The contract's number."""
    customer_id: UUID
    invoice_id: UUID
    invoice: str
    """The invoice's number."""
    amount: Money
    open: Money
    """What is still to be paid of it."""
    due_on: date
    reference: str
    """The ISO 11649 reference to pay it with, in groups of four."""
    pay_to: PayTo | None = None
    """Missing where no account of ours takes the currency, and in what was said before."""


class InvoiceIssued(InvoiceFact, name="policy.invoice-issued.v1", subject="policy_id"):
    """A premium will be due."""

    besides: Money | None = None
    """What is overdue and so little of changes that nothing follows: it can be paid with this."""
    both_small: bool | None = None
    """Whether both together, unpaid, are so little still; missing where nothing is `besides`, and
    in older words."""


class InvoiceDue(InvoiceFact, name="policy.invoice-due.v1", subject="policy_id"):
    """The day to pay has come, and something is open."""


class InvoiceOverdue(InvoiceFact, name="policy.invoice-overdue.v1", subject="policy_id"):
    """The day to pay has gone by, and something is open. Grace runs since that day, if it can."""

    small: bool = False
    """Whether all that is overdue is so little of changes that no cover rests or ends for it."""


class SmallSumTurned(Event, name="policy.small-sum-turned.v1", subject="policy_id"):
    """What is overdue was so little of changes that nothing followed, and is more; or is again."""

    policy_id: UUID
    number: str
    customer_id: UUID
    small: bool
    """Whether it is so little now. If not, notices follow for all of it, each with its day."""
    open: Money
    """All that is overdue."""
    rests: bool = False
    """Whether cover rests at this moment, though nothing is open that it would rest for."""
    reference: str | None = None
    """With which one payment pays all of it, in groups of four."""
    pay_to: PayTo | None = None


class PaidInvoice(BaseModel):
    """What a payment paid of one invoice."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    invoice_id: UUID
    invoice: str
    paid: Money
    open: Money
    """What is still missing of it."""


class PremiumReceived(Event, name="policy.premium-received.v1", subject="policy_id"):
    """Money came for a contract. `paid_until` is the first day that is not paid for by now."""

    policy_id: UUID
    number: str
    customer_id: UUID
    amount: Money
    paid_on: date
    pays: list[PaidInvoice]
    missing: Money
    """What is still open of the invoices it pays."""
    credit: Money
    """What was more than owed: the customer says what to do with it."""
    twice: bool
    """Whether it pays again what was paid already."""
    paid_until: date
    comes_back: Literal["request"] | None = None
    """Cover rests, no payment brings it back, and nobody has asked for it yet; missing where it
    does not rest or comes back otherwise, and in older words."""


class PremiumCredited(Event, name="policy.premium-credited.v1", subject="policy_id"):
    """Less premium is owed: a credit note was written. Nothing was paid out by it."""

    policy_id: UUID
    number: str
    customer_id: UUID
    amount: Money
    reason: str
    set_off: Money
    """What of it was taken off invoices that were not paid."""
    credit: Money
    """What of it is the customer's money."""


class PremiumReturned(Event, name="policy.premium-returned.v1", subject="policy_id"):
    """Money went back to whoever paid."""

    policy_id: UUID
    number: str
    customer_id: UUID
    refund_id: UUID
    amount: Money
    reason: str
    account_ends: str | None = None
    """The last signs of the account it went to; missing in older words."""


class RefundAccountWanted(Event, name="policy.refund-account-wanted.v1", subject="policy_id"):
    """Money is the customer's, and nobody knows where to send it: she is asked for an account."""

    policy_id: UUID
    number: str
    customer_id: UUID
    refund_id: UUID
    """The refund that waits for the account."""
    amount: Money
    came_back: bool = False
    """Whether it was sent and came back from that bank; else it had come without an account."""
    account_ends: str | None = None
    """The last signs of the account it was sent to."""


class PaymentReversed(Event, name="policy.payment-reversed.v1", subject="policy_id"):
    """The bank took a payment back; what it had paid is open again, due when it first was."""

    policy_id: UUID
    number: str
    customer_id: UUID
    amount: Money
    code: str
    """The bank's reason, such as AM04."""
    open_since: date
    paid_until: date
    is_open: bool = True
    """Whether anything is open again: not, where it had been paid too much or twice."""
    open: Money | None = None
    """What is open of the premium it had paid; missing where none is, and in older words."""
    reference: str | None = None
    """What to write on the payment of that."""
    claimed: Money | None = None
    """What of it had gone back to the customer or been used, and is owed to us since. It is no
    premium, and no cover depends on it."""
    claim_reference: str | None = None
    claim_due_on: date | None = None
    pay_to: PayTo | None = None


class PaymentHeld(Event, name="policy.payment-held.v1", subject="policy_id"):
    """Money came for a contract that had lapsed: a person decides, and no cover is given back."""

    policy_id: UUID
    number: str
    customer_id: UUID
    amount: Money
    paid_on: date
