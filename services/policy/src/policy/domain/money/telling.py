"""What is said aloud of an account."""

from collections.abc import Iterable
from typing import Any

from chassis.events import Event
from contracts.policy import InvoiceDue, InvoiceIssued, InvoiceOverdue
from contracts.policy.premiums import InvoiceFact, PayTo
from policy.domain.money.account import Account
from policy.domain.money.invoice import Invoice, Status
from policy.domain.money.reference import printed

_FACTS: dict[Status, type[InvoiceFact]] = {
    Status.ISSUED: InvoiceIssued,
    Status.DUE: InvoiceDue,
    Status.OVERDUE: InvoiceOverdue,
}


def whose(account: Account) -> dict[str, Any]:
    """What every fact of an account begins with."""
    return {
        "policy_id": account.policy_id,
        "number": account.number,
        "customer_id": account.customer_id,
    }


def tell(account: Account, invoice: Invoice, step: Status) -> InvoiceFact:
    """The step an invoice made."""
    return _FACTS[step](
        **whose(account),
        invoice_id=invoice.id,
        invoice=invoice.number,
        amount=invoice.amount,
        open=invoice.open,
        due_on=invoice.due_on,
        reference=printed(invoice.reference),
    )


def payable(said: Iterable[Event], pay_to: PayTo | None) -> list[Event]:
    """The same facts; what asks for a payment says where to pay it, by the rules of collection."""
    return [
        one.model_copy(update={"pay_to": pay_to}) if isinstance(one, InvoiceFact) else one
        for one in said
    ]
