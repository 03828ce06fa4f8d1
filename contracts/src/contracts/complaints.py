"""What the complaints service tells the rest of the company."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis.events import Event


class ComplaintOpened(Event, name="complaints.complaint-opened.v1", subject="complaint_id"):
    """A customer is not content. We promise to acknowledge by `acknowledge_by`."""

    complaint_id: UUID
    number: str
    customer_id: UUID
    about: Literal["claim", "policy", "service"]
    about_id: UUID | None
    opened_at: datetime
    acknowledge_by: datetime


class ComplaintAcknowledged(
    Event, name="complaints.complaint-acknowledged.v1", subject="complaint_id"
):
    """An officer has the complaint in hand and says so."""

    complaint_id: UUID
    number: str
    customer_id: UUID
    acknowledged_at: datetime
    in_time: bool


class AcknowledgementOverdue(
    Event, name="complaints.acknowledgement-overdue.v1", subject="complaint_id"
):
    """We broke our promise to acknowledge in time, and show it."""

    complaint_id: UUID
    number: str
    customer_id: UUID
    acknowledge_by: datetime


class ComplaintAnswered(Event, name="complaints.complaint-answered.v1", subject="complaint_id"):
    """Our answer, in words the customer can read."""

    complaint_id: UUID
    number: str
    customer_id: UUID
    answer: str
    answered_at: datetime


class ComplaintClosed(Event, name="complaints.complaint-closed.v1", subject="complaint_id"):
    """The matter is settled."""

    complaint_id: UUID
    number: str
    customer_id: UUID
    closed_at: datetime
