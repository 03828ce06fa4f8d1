"""What is said of a sale: welcomes, papers, visits, offers and decisions."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.events import Event
from chassis.money import Money
from contracts.insured import Address, Language
from contracts.policy.premiums import PayTo


class ConditionSaid(BaseModel):
    """A condition of our acceptance, as its customer must read it.

    `first`: nothing is insured before it is met. Else it is done by `due_on`, and cover goes on.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    words: str
    first: bool
    due_on: date | None = None


class ProspectWelcomed(Event, name="policy.prospect-welcomed.v1", subject="customer_id"):
    """Somebody spoke to us for the first time; a file opened later has the same id.

    `email` and `phone` are missing where they gave none, or did not allow us to contact them;
    `welcomed_at` is when they spoke to us, whether or not we may write.
    """

    customer_id: UUID
    name: str
    email: str | None
    phone: str | None
    language: Language
    time_zone: str
    agent: str
    welcomed_at: datetime
    answer_by: datetime


class AnswerOverdue(Event, name="policy.answer-overdue.v1", subject="customer_id"):
    """We promised a first answer by `answer_by`, and have not given it."""

    customer_id: UUID
    agent: str
    answer_by: datetime


class ConsentChanged(Event, name="policy.consent-changed.v1", subject="customer_id"):
    """Somebody allowed something, or took it back.

    `email` is where we may write now, if anywhere; who has a file keeps what the file says.
    """

    customer_id: UUID
    purpose: Literal["contact", "marketing", "profiling"]
    granted: bool
    email: str | None
    keeps_file: bool
    changed_at: datetime


class CounterOffered(Event, name="policy.counter-offered.v1", subject="application_id"):
    """We put other terms on the table; the customer may agree or answer with their own."""

    application_id: UUID
    number: str
    customer_id: UUID
    total: Money
    words: str


class DocumentsWanted(Event, name="policy.documents-wanted.v1", subject="application_id"):
    """All that is missing, asked for at one time and once."""

    application_id: UUID
    number: str
    customer_id: UUID
    documents: list[str]
    answers: list[str]


class InspectionWanted(Event, name="policy.inspection-wanted.v1", subject="application_id"):
    """Somebody should look at what is to be insured; with `scheduled_for`, the day is agreed.

    `why` is written for the customer to read.
    """

    application_id: UUID
    number: str
    customer_id: UUID
    place: Address
    why: str
    scheduled_for: datetime | None = None


class ApplicationAccepted(Event, name="policy.application-accepted.v1", subject="application_id"):
    """We accept, on these conditions. Cover begins when premium and signature are there."""

    application_id: UUID
    number: str
    customer_id: UUID
    product: str
    total: Money
    conditions: list[str]
    terms_sha256: str
    accepted_at: datetime
    named: list[ConditionSaid] = Field(default_factory=list)
    """The same conditions, each with whether it comes before cover and by when."""
    starts_on: date | None = None
    """The agreed first day of cover; missing in what was said before."""
    first_day_passed: bool = False
    """Whether that day has begun: another one is agreed on before money is asked for."""


class ApplicationDeclined(Event, name="policy.application-declined.v1", subject="application_id"):
    """We cannot accept it, or not yet. `reason` is written for the customer to read."""

    application_id: UUID
    number: str
    customer_id: UUID
    reason: str
    is_postponed: bool
    declined_at: datetime
    is_final: bool = False
    """Whether somebody else has looked at it already: it is not looked at once more."""


class ConditionMissed(Event, name="policy.condition-missed.v1", subject="application_id"):
    """A condition was not met by its day. Cover goes on, or has not begun (`first`)."""

    application_id: UUID
    number: str
    customer_id: UUID
    condition: str
    missed_at: datetime
    first: bool = False
    """Whether nothing is insured before it is met."""


class ApplicationAppealed(Event, name="policy.application-appealed.v1", subject="application_id"):
    """The customer asked for somebody else to look again at what we declined."""

    application_id: UUID
    number: str
    customer_id: UUID
    appealed_at: datetime


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
