"""What is said aloud of an account."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from chassis.events import Event
from chassis.money import Money
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


def payable(
    said: Iterable[Event],
    pay_to: PayTo | None,
    *,
    small: Sequence[Money],
    small_by: Callable[[date], bool],
) -> list[Event]:
    """The same facts; what asks for a payment says where to pay it, by the rules of collection.

    `small`: what is overdue, where it is so little that nothing follows from it: the customer hears
    so, and is asked for it with the next premium, and hears whether both are so little (`small_by`
    the day that one is due).
    """
    return [_payable(one, pay_to, small, small_by) for one in said]


def _payable(
    one: Event, pay_to: PayTo | None, small: Sequence[Money], small_by: Callable[[date], bool]
) -> Event:
    match one:
        case InvoiceOverdue():
            return one.model_copy(update={"pay_to": pay_to, "small": bool(small)})
        case InvoiceIssued() if small:
            both = {"besides": sum(small[1:], small[0]), "both_small": small_by(one.due_on)}
            return one.model_copy(update={"pay_to": pay_to, **both})
        case InvoiceFact():
            return one.model_copy(update={"pay_to": pay_to})
        case _:
            return one
