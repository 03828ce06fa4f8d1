"""What is said of the later steps of a sale: from the first invoice to the archive."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from chassis.events import Event
from chassis.money import Money
from contracts.policy.premiums import PayTo
from contracts.policy.sale import ConditionSaid


class ApplicationInvoiced(Event, name="policy.application-invoiced.v1", subject="application_id"):
    """The first payment is asked for, by `due_on`, under this reference (ISO 11649)."""

    application_id: UUID
    number: str
    customer_id: UUID
    amount: Money
    due_on: date
    reference: str
    pay_to: PayTo | None = None
    """Missing where no account of ours takes the currency, and in what was said before."""


class ApplicationSettled(Event, name="policy.application-settled.v1", subject="application_id"):
    """The first premium is there, since `paid_on`, or was granted: what is left is to sign."""

    application_id: UUID
    number: str
    customer_id: UUID
    settled_by: Literal["premium", "credit"]
    amount: Money
    paid_on: date | None
    settled_at: datetime
    is_signed: bool = False
    """Whether it was signed before: then what is left to do for the customer is `still_open`."""
    still_open: list[ConditionSaid] = Field(default_factory=list)
    """The conditions not met yet."""
    signature_level: Literal["ses", "aes", "qes"] | None = None
    """The least a signature must be; missing in what was said before."""


class FirstPaymentReversed(
    Event, name="policy.first-payment-reversed.v1", subject="application_id"
):
    """The bank took back what was paid for an application; without it there is no contract."""

    application_id: UUID
    number: str
    customer_id: UUID
    amount: Money
    code: str
    """The bank's reason, such as AM04."""
    missing: Money
    """What is to be paid now."""
    reference: str
    """The ISO 11649 reference to pay it with, in groups of four."""


class ApplicationSigned(Event, name="policy.application-signed.v1", subject="application_id"):
    """Every signature that is needed is there; a person reviews it now."""

    application_id: UUID
    number: str
    customer_id: UUID
    terms_sha256: str
    signed_at: datetime
    still_open: list[ConditionSaid] = Field(default_factory=list)
    """The conditions not met yet."""


class SignatureSentBack(Event, name="policy.signature-sent-back.v1", subject="application_id"):
    """A signature did not convince: the same terms are signed again."""

    application_id: UUID
    number: str
    customer_id: UUID
    sent_back_at: datetime


class ApplicationDispatched(
    Event, name="policy.application-dispatched.v1", subject="application_id"
):
    """The papers of the contract arrived, first by this channel and with this proof."""

    application_id: UUID
    number: str
    customer_id: UUID
    policy_id: UUID
    channel: str
    proof: Literal["accepted", "opened", "registered"]
    arrived_at: datetime


class ApplicationArchived(Event, name="policy.application-archived.v1", subject="application_id"):
    """Nothing more is to be done about it: the file is closed."""

    application_id: UUID
    number: str
    customer_id: UUID
    policy_id: UUID
    archived_at: datetime
    still_open: list[ConditionSaid] = Field(default_factory=list)
    """The conditions not met yet: each is still to be done by its day."""


class ApplicationWithdrawn(Event, name="policy.application-withdrawn.v1", subject="application_id"):
    """The customer does not want it any more; what was paid for it goes back."""

    application_id: UUID
    number: str
    customer_id: UUID
    withdrawn_at: datetime


class ApplicationClosed(Event, name="policy.application-closed.v1", subject="application_id"):
    """Nobody went on with it for so many days, so we closed it; what was paid for it goes back."""

    application_id: UUID
    number: str
    customer_id: UUID
    idle_days: int
    closed_at: datetime
