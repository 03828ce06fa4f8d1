"""An officer answers the complaint."""

from dataclasses import dataclass
from uuid import UUID

from chassis.work import Work, check_version
from complaints.domain.complaint import Complaint
from complaints.storage import Complaints
from complaints.use_cases.open_complaint import ACKNOWLEDGEMENT_DUE


@dataclass(frozen=True, kw_only=True)
class AnswerComplaint:
    """Which complaint, as last read, and what we say."""

    complaint_id: UUID
    answer: str
    officer: str
    version: int


async def answer_complaint(order: AnswerComplaint, work: Work) -> Complaint:
    """An answer settles the promise too; the clock stops."""
    complaint = await Complaints(work).get(order.complaint_id)
    check_version(complaint.version, order.version)
    work.publish(*complaint.answer(order.answer, by=order.officer, at=work.now))
    work.cancel_alarm(ACKNOWLEDGEMENT_DUE, complaint.id)
    return complaint
