"""Which facts customers hear about, and in which lane.

A fact has a name of its own because its words outlive a contract: `ClaimFiledV2` will still be
told as `claim-filed`. There is a template per fact and language.
"""

from dataclasses import dataclass
from typing import Final

from chassis.events import Event, Lane
from contracts.claims import (
    ClaimApproved,
    ClaimDeclined,
    ClaimFiled,
    ClaimPaid,
    ClaimReferred,
    ClaimWithdrawn,
)
from contracts.complaints import (
    AcknowledgementOverdue,
    ComplaintAcknowledged,
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintOpened,
)
from contracts.policy import (
    CustomerChanged,
    CustomerRegistered,
    InvoiceDue,
    InvoiceIssued,
    InvoiceOverdue,
    PaymentHeld,
    PaymentReversed,
    PolicyCancelled,
    PolicyIssued,
    PremiumCredited,
    PremiumReceived,
    PremiumReturned,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something customers hear about; `event` is what its template may mention, beside the name."""

    name: str
    event: type[Event] | None = None
    lane: Lane = Lane.CORE


WELCOME: Final = Fact("welcome", CustomerRegistered, Lane.COURTESY)
BIRTHDAY: Final = Fact("birthday", None, Lane.COURTESY)
FILE_CHANGED: Final = Fact("file-changed", CustomerChanged)

TOLD: Final = (
    Fact("policy-issued", PolicyIssued),
    Fact("policy-cancelled", PolicyCancelled),
    Fact("invoice-issued", InvoiceIssued),
    Fact("invoice-due", InvoiceDue),
    Fact("invoice-overdue", InvoiceOverdue),
    Fact("premium-received", PremiumReceived),
    Fact("premium-credited", PremiumCredited),
    Fact("premium-returned", PremiumReturned),
    Fact("payment-reversed", PaymentReversed),
    Fact("payment-held", PaymentHeld),
    Fact("claim-filed", ClaimFiled),
    Fact("claim-referred", ClaimReferred),
    Fact("claim-approved", ClaimApproved),
    Fact("claim-declined", ClaimDeclined),
    Fact("claim-paid", ClaimPaid),
    Fact("claim-withdrawn", ClaimWithdrawn),
    Fact("complaint-opened", ComplaintOpened),
    Fact("complaint-acknowledged", ComplaintAcknowledged),
    Fact("acknowledgement-overdue", AcknowledgementOverdue),
    Fact("complaint-answered", ComplaintAnswered),
    Fact("complaint-closed", ComplaintClosed),
)
"""Told as they are: the customer of the event gets a mail and an item in their inbox."""

FACTS: Final = {fact.name: fact for fact in (WELCOME, BIRTHDAY, FILE_CHANGED, *TOLD)}
