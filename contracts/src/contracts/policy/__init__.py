"""What the policy service tells the rest of the company: who is insured, against what, and when."""

from contracts.policy.cover import CoverGap, CoverInForce, CoverPicture
from contracts.policy.customers import CustomerChanged, CustomerFile, CustomerRegistered
from contracts.policy.enquiries import EnquiryAnswered, EnquiryOverdue, EnquiryReceived
from contracts.policy.erasure import CustomerErased
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
from contracts.policy.preserved import (
    NoticeNeeded,
    PolicyEndorsed,
    PolicyExpired,
    PolicyLapsed,
    PolicyReinstated,
    PolicySuspended,
    PolicyWithdrawn,
)
from contracts.policy.renewed import (
    PolicyRenewed,
    PriceReason,
    RenewalDeclined,
    RenewalNotOffered,
    RenewalOffered,
    RenewalReminded,
    RenewalWord,
)
from contracts.policy.sale import (
    AnswerOverdue,
    ApplicationAccepted,
    ApplicationDeclined,
    ConditionMissed,
    ConsentChanged,
    CounterOffered,
    DocumentsWanted,
    InspectionWanted,
    ProspectWelcomed,
)

__all__ = [
    "AnswerOverdue",
    "ApplicationAccepted",
    "ApplicationDeclined",
    "Clause",
    "ConditionMissed",
    "ConsentChanged",
    "CounterOffered",
    "CoverGap",
    "CoverInForce",
    "CoverPicture",
    "CustomerChanged",
    "CustomerErased",
    "CustomerFile",
    "CustomerRegistered",
    "DocumentsWanted",
    "EnquiryAnswered",
    "EnquiryOverdue",
    "EnquiryReceived",
    "InspectionWanted",
    "InvoiceDue",
    "InvoiceIssued",
    "InvoiceOverdue",
    "NoticeNeeded",
    "PaymentHeld",
    "PaymentReversed",
    "PolicyCancelled",
    "PolicyEndorsed",
    "PolicyExpired",
    "PolicyIssued",
    "PolicyLapsed",
    "PolicyReinstated",
    "PolicyRenewed",
    "PolicySuspended",
    "PolicyWithdrawn",
    "PremiumCredited",
    "PremiumReceived",
    "PremiumReturned",
    "PriceReason",
    "ProspectWelcomed",
    "RenewalDeclined",
    "RenewalNotOffered",
    "RenewalOffered",
    "RenewalReminded",
    "RenewalWord",
]
