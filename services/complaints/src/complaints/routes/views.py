"""What complaints look like from outside."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.errors import Rejected
from chassis.identity import Principal
from chassis.web import Body, Text
from complaints.domain.complaint import About, Complaint, Status
from complaints.domain.promise import Promise, PromiseState

Words = Annotated[
    Text,
    Field(min_length=1, pattern=r"\S", json_schema_extra={"allOf": [{"pattern": r"\S"}]}),
]
"""Text that says something."""


class CustomerMissing(Rejected, code="customer-missing"):
    """Say whose complaint it is."""


class NewComplaint(Body):
    """What the customer is not content with, in their words."""

    about: About = Field(examples=["claim"])
    about_id: UUID | None = Field(
        default=None, description="Which claim or policy; not for a complaint about our service."
    )
    description: Words = Field(examples=["Three weeks, and nobody has called me back."])
    customer_id: UUID | None = Field(
        default=None, description="Whose complaint it is; only needed by those who act for others."
    )

    def customer_of(self, me: Principal) -> UUID:
        """Whose complaint it is: the one named, else the caller's own."""
        owner = self.customer_id or me.customer_id
        me.must_own(owner, what="customer")
        if owner is None:
            raise CustomerMissing("name the customer you act for", field="/customer_id")
        return owner


class Answer(Body):
    """What we say to the complaint; the customer reads it as it is."""

    answer: Words = Field(examples=["You are right. We paid today."])


class PromiseView(BaseModel):
    """Our promise to acknowledge, and how it stands."""

    acknowledge_by: datetime
    acknowledged_at: datetime | None
    state: PromiseState = Field(
        description="`released`: the customer closed the complaint while the clock was running."
    )

    @classmethod
    def of(cls, promise: Promise, *, now: datetime) -> Self:
        """As it is at `now`."""
        return cls(
            acknowledge_by=promise.acknowledge_by,
            acknowledged_at=promise.acknowledged_at,
            state=promise.state(now),
        )


class ComplaintView(BaseModel):
    """A complaint as the customer and our people see it."""

    id: UUID
    number: str = Field(examples=["Q-2026-000001"])
    customer_id: UUID
    about: About
    about_id: UUID | None
    description: str
    status: Status
    opened_at: datetime
    promise: PromiseView
    answer: str | None
    answered_at: datetime | None
    closed_at: datetime | None
    version: int = Field(description="What the ETag says too.")

    @classmethod
    def of(cls, complaint: Complaint, *, now: datetime) -> Self:
        """As it is at `now`."""
        return cls(
            id=complaint.id,
            number=complaint.number,
            customer_id=complaint.customer_id,
            about=complaint.topic.about,
            about_id=complaint.topic.about_id,
            description=complaint.description,
            status=complaint.status,
            opened_at=complaint.opened_at,
            promise=PromiseView.of(complaint.promise, now=now),
            answer=complaint.answer_text,
            answered_at=complaint.answered_at,
            closed_at=complaint.closed_at,
            version=complaint.version,
        )
