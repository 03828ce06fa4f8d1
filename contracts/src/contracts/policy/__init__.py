"""What the policy service tells the rest of the company: who is insured, against what, and when."""

from contracts.policy.customers import CustomerChanged, CustomerFile, CustomerRegistered
from contracts.policy.issued import Clause, PolicyCancelled, PolicyIssued
from contracts.policy.premiums import (
    InvoiceDue,
    InvoiceIssued,
    InvoiceOverdue,
    PaymentHeld,
    PaymentReversed,
    PremiumCredited,
    PremiumReceived,
    PremiumReturned,
)

__all__ = [
    "Clause",
    "CustomerChanged",
    "CustomerFile",
    "CustomerRegistered",
    "InvoiceDue",
    "InvoiceIssued",
    "InvoiceOverdue",
    "PaymentHeld",
    "PaymentReversed",
    "PolicyCancelled",
    "PolicyIssued",
    "PremiumCredited",
    "PremiumReceived",
    "PremiumReturned",
]
