"""What the policy service tells the rest of the company: who is insured, against what, and when."""

from contracts.policy.customers import CustomerChanged, CustomerFile, CustomerRegistered
from contracts.policy.enquiries import EnquiryAnswered, EnquiryOverdue, EnquiryReceived
from contracts.policy.issued import Clause, PolicyCancelled, PolicyIssued

__all__ = [
    "Clause",
    "CustomerChanged",
    "CustomerFile",
    "CustomerRegistered",
    "EnquiryAnswered",
    "EnquiryOverdue",
    "EnquiryReceived",
    "PolicyCancelled",
    "PolicyIssued",
]
