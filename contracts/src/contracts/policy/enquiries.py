"""What is said of a customer's enquiry: a question the policy text does not answer."""

from datetime import datetime
from uuid import UUID

from chassis.events import Event


class EnquiryReceived(Event, name="policy.enquiry-received.v1", subject="enquiry_id"):
    """A customer asked us something. We promise to answer by `answer_by`."""

    enquiry_id: UUID
    number: str
    customer_id: UUID
    question: str
    received_at: datetime
    answer_by: datetime


class EnquiryOverdue(Event, name="policy.enquiry-overdue.v1", subject="enquiry_id"):
    """We broke our promise to answer in time, and show it."""

    enquiry_id: UUID
    number: str
    customer_id: UUID
    answer_by: datetime


class EnquiryAnswered(Event, name="policy.enquiry-answered.v1", subject="enquiry_id"):
    """Our answer, in words the customer can read."""

    enquiry_id: UUID
    number: str
    customer_id: UUID
    question: str
    answer: str
    answered_at: datetime
