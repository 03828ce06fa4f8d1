"""What is said of a premium, for tests and documentation."""

from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from chassis.events import Event
from chassis.money import Money
from contracts.policy import (
    InvoiceDue,
    InvoiceIssued,
    InvoiceOverdue,
    PaymentHeld,
    PaymentReversed,
    PremiumCredited,
    PremiumReceived,
    PremiumReturned,
    RefundAccountWanted,
    SmallSumTurned,
)
from contracts.policy.premiums import PaidInvoice, PayTo

_ID: Final = UUID("0192d3a0-0000-7000-8000-0000000000b1")
WHERE_TO_PAY: Final = PayTo(account="YB-USD-0001", holder="Yinbao Insurance", bic="YINBUS33XXX")


def _usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def about_the_premium(customer_id: UUID, policy_id: UUID) -> list[Event]:
    """One of each fact about the premium of a policy."""
    policy: dict[str, Any] = {
        "policy_id": policy_id,
        "number": "P-2026-000042",
        "customer_id": customer_id,
    }
    day, paid = date(2026, 4, 1), _usd("840.00")
    invoice: dict[str, Any] = {
        **policy,
        "invoice_id": _ID,
        "invoice": "P-2026-000042-01",
        "amount": paid,
        "open": paid,
        "due_on": day,
        "reference": "RF98 INV2 0260 0012 3",
        "pay_to": WHERE_TO_PAY,
    }
    return [
        InvoiceIssued(**invoice),
        InvoiceDue(**invoice),
        InvoiceOverdue(**invoice),
        SmallSumTurned(
            **policy,
            small=False,
            open=paid,
            reference=invoice["reference"],
            pay_to=WHERE_TO_PAY,
        ),
        PremiumReceived(
            **policy,
            amount=_usd("860.00"),
            paid_on=day,
            pays=[
                PaidInvoice(
                    invoice_id=_ID, invoice="P-2026-000042-01", paid=paid, open=_usd("0.00")
                )
            ],
            missing=_usd("0.00"),
            credit=_usd("20.00"),
            twice=False,
            paid_until=day.replace(year=2027),
        ),
        PremiumCredited(
            **policy,
            amount=_usd("50.00"),
            reason="An alarm was fitted.",
            set_off=_usd("20.00"),
            credit=_usd("30.00"),
        ),
        PremiumReturned(
            **policy, refund_id=_ID, amount=_usd("30.00"), reason="credit", account_ends="6789"
        ),
        RefundAccountWanted(
            **policy, refund_id=_ID, amount=_usd("30.00"), came_back=True, account_ends="6789"
        ),
        PaymentReversed(
            **policy,
            amount=paid,
            code="AM04",
            open_since=day,
            paid_until=day,
            open=paid,
            reference="RF68 4000 01",
            claimed=_usd("12.00"),
            claim_reference="RF41 4000 02",
            claim_due_on=day,
            pay_to=WHERE_TO_PAY,
        ),
        PaymentHeld(**policy, amount=paid, paid_on=day),
    ]
