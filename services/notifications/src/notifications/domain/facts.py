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
    AnswerOverdue,
    ApplicationAccepted,
    ApplicationAppealed,
    ApplicationArchived,
    ApplicationClosed,
    ApplicationDeclined,
    ApplicationDispatched,
    ApplicationInvoiced,
    ApplicationSettled,
    ApplicationSigned,
    ApplicationWithdrawn,
    ConditionMissed,
    ConsentChanged,
    CounterOffered,
    CustomerChanged,
    CustomerRegistered,
    DocumentsWanted,
    EnquiryAnswered,
    EnquiryOverdue,
    EnquiryReceived,
    EvidenceWanted,
    FirstPaymentReversed,
    InspectionWanted,
    InvoiceDue,
    InvoiceIssued,
    InvoiceOverdue,
    NoticeNeeded,
    PaymentHeld,
    PaymentReversed,
    PolicyCancelled,
    PolicyEndorsed,
    PolicyExpired,
    PolicyIssued,
    PolicyLapsed,
    PolicyLapseSetAside,
    PolicyReinstated,
    PolicyRenewed,
    PolicySuspended,
    PolicyWithdrawn,
    PremiumCredited,
    PremiumReceived,
    PremiumReturned,
    ProspectWelcomed,
    RefundAccountWanted,
    ReinstatementGranted,
    RenewalAccepted,
    RenewalDeclined,
    RenewalNotOffered,
    RenewalOffered,
    RenewalRefusedLate,
    RenewalReminded,
    SignatureSentBack,
    SmallSumTurned,
    WithdrawalToDecide,
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

PROSPECT_WELCOMED: Final = Fact("prospect-welcomed", ProspectWelcomed)
CONSENT_CHANGED: Final = Fact("consent-changed", ConsentChanged)
POLICY_EXPIRED: Final = Fact("policy-expired", PolicyExpired)

TOLD: Final = (
    Fact("answer-overdue", AnswerOverdue),
    Fact("counter-offered", CounterOffered),
    Fact("documents-wanted", DocumentsWanted),
    Fact("inspection-wanted", InspectionWanted),
    Fact("application-accepted", ApplicationAccepted),
    Fact("application-declined", ApplicationDeclined),
    Fact("application-appealed", ApplicationAppealed),
    Fact("application-invoiced", ApplicationInvoiced),
    Fact("application-settled", ApplicationSettled),
    Fact("first-payment-reversed", FirstPaymentReversed),
    Fact("application-signed", ApplicationSigned),
    Fact("signature-sent-back", SignatureSentBack),
    Fact("application-dispatched", ApplicationDispatched),
    Fact("application-archived", ApplicationArchived),
    Fact("application-withdrawn", ApplicationWithdrawn),
    Fact("application-closed", ApplicationClosed),
    Fact("condition-missed", ConditionMissed),
    Fact("policy-issued", PolicyIssued),
    Fact("policy-cancelled", PolicyCancelled),
    Fact("policy-endorsed", PolicyEndorsed),
    Fact("policy-withdrawn", PolicyWithdrawn),
    Fact("withdrawal-to-decide", WithdrawalToDecide),
    Fact("policy-suspended", PolicySuspended),
    Fact("policy-lapsed", PolicyLapsed),
    Fact("policy-lapse-set-aside", PolicyLapseSetAside),
    Fact("evidence-wanted", EvidenceWanted),
    Fact("reinstatement-granted", ReinstatementGranted),
    Fact("policy-reinstated", PolicyReinstated),
    Fact("renewal-offered", RenewalOffered),
    Fact("renewal-not-offered", RenewalNotOffered),
    Fact("renewal-reminded", RenewalReminded),
    Fact("renewal-accepted", RenewalAccepted),
    Fact("renewal-declined", RenewalDeclined),
    Fact("renewal-refused-late", RenewalRefusedLate),
    Fact("policy-renewed", PolicyRenewed),
    Fact("notice-needed", NoticeNeeded),
    Fact("invoice-issued", InvoiceIssued),
    Fact("invoice-due", InvoiceDue),
    Fact("invoice-overdue", InvoiceOverdue),
    Fact("small-sum-turned", SmallSumTurned),
    Fact("premium-received", PremiumReceived),
    Fact("premium-credited", PremiumCredited),
    Fact("premium-returned", PremiumReturned),
    Fact("refund-account-wanted", RefundAccountWanted),
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
    Fact("enquiry-received", EnquiryReceived),
    Fact("enquiry-overdue", EnquiryOverdue),
    Fact("enquiry-answered", EnquiryAnswered),
)
"""Told as they are: the customer of the event gets a mail and an item in their inbox."""

FACTS: Final = {
    fact.name: fact
    for fact in (
        WELCOME,
        BIRTHDAY,
        FILE_CHANGED,
        PROSPECT_WELCOMED,
        CONSENT_CHANGED,
        POLICY_EXPIRED,
        *TOLD,
    )
}
