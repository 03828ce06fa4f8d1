"""What the policy service tells the rest of the company: who is insured, against what, and when."""

from contracts.policy.cover import CoverGap, CoverInForce, CoverPicture
from contracts.policy.customers import CustomerChanged, CustomerFile, CustomerRegistered
from contracts.policy.issued import Clause, PolicyCancelled, PolicyIssued
from contracts.policy.preserved import (
    NoticeNeeded,
    PolicyEndorsed,
    PolicyExpired,
    PolicyLapsed,
    PolicyReinstated,
    PolicySuspended,
    PolicyWithdrawn,
)

__all__ = [
    "Clause",
    "CoverGap",
    "CoverInForce",
    "CoverPicture",
    "CustomerChanged",
    "CustomerFile",
    "CustomerRegistered",
    "NoticeNeeded",
    "PolicyCancelled",
    "PolicyEndorsed",
    "PolicyExpired",
    "PolicyIssued",
    "PolicyLapsed",
    "PolicyReinstated",
    "PolicySuspended",
    "PolicyWithdrawn",
]
