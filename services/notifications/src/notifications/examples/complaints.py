"""What is said of a complaint, for tests and documentation."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.events import Event
from contracts.complaints import (
    AcknowledgementOverdue,
    ComplaintAcknowledged,
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintOpened,
)


def about_the_complaint(
    customer_id: UUID, claim_id: UUID, complaint_id: UUID, *, at: datetime
) -> list[Event]:
    """One of each fact about a complaint, of a claim."""
    due = at.replace(day=4)
    complaint: dict[str, Any] = {
        "complaint_id": complaint_id,
        "number": "Q-2026-000001",
        "customer_id": customer_id,
    }
    about: dict[str, Any] = {**complaint, "about": "claim", "about_id": claim_id}
    return [
        ComplaintOpened(**about, opened_at=at, acknowledge_by=due),
        ComplaintAcknowledged(**complaint, acknowledged_at=at, in_time=True),
        AcknowledgementOverdue(**complaint, acknowledge_by=due),
        ComplaintAnswered(**complaint, answer="You are right.\n\nWe paid today.", answered_at=at),
        ComplaintClosed(**complaint, closed_at=at),
    ]
