"""A complaint and its surroundings, for tests, documentation and sample data."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from complaints.domain.complaint import About, Complaint, Status, Topic
from complaints.domain.known import Kind, Known
from complaints.domain.promise import Promise

MARIA: Final = UUID("0192d3a0-0000-7000-8000-000000000001")
WEI: Final = UUID("0192d3a0-0000-7000-8000-000000000002")
CLAIM: Final = UUID("0192d3a0-0000-7000-8000-0000000000c1")
POLICY: Final = UUID("0192d3a0-0000-7000-8000-0000000000a1")
COMPLAINT: Final = UUID("0192d3a0-0000-7000-8000-0000000000d1")
OPENED_AT: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WORDS: Final = "Three weeks, and nobody has called me back."
ANSWER: Final = "You are right. We paid today, and Ana Ruiz is now your contact."


def a_complaint(status: Status = Status.OPEN, *, customer_id: UUID = MARIA) -> Complaint:
    """María's complaint about her claim, as it looks in `status`; the promise was kept if moved."""
    promise = Promise.made(OPENED_AT)
    if status is not Status.OPEN:
        promise = promise.acknowledged(OPENED_AT)
    complaint = Complaint(
        id=COMPLAINT,
        number="Q-2026-000001",
        customer_id=customer_id,
        topic=Topic(about=About.CLAIM, about_id=CLAIM),
        description=WORDS,
        opened_by="maria",
        opened_at=OPENED_AT,
        promise=promise,
        status=status,
    )
    if status in {Status.ANSWERED, Status.CLOSED}:
        complaint.answer_text, complaint.answered_by = ANSWER, "oskar"
        complaint.answered_at = OPENED_AT
    return complaint


def a_known(kind: Kind, known_id: UUID, *, customer_id: UUID = MARIA) -> Known:
    """Something complaints has heard of."""
    return Known(kind=kind, id=known_id, customer_id=customer_id)


def what_maria_has() -> list[Known]:
    """María's file, her policy and her claim, as complaints remembers them."""
    return [
        a_known(Kind.CUSTOMER, MARIA),
        a_known(Kind.POLICY, POLICY),
        a_known(Kind.CLAIM, CLAIM),
    ]
