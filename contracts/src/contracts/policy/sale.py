"""What is said of a sale: welcomes, papers, visits, offers and decisions."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.events import Event
from chassis.money import Money
from contracts.insured import Address, Language


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
