"""An officer has the complaint in hand and tells the customer so."""

from dataclasses import dataclass
from uuid import UUID

from chassis.work import Work, check_version
from complaints.domain.complaint import Complaint
from complaints.storage import Complaints
from complaints.use_cases.open_complaint import ACKNOWLEDGEMENT_DUE


@dataclass(frozen=True, kw_only=True)
class AcknowledgeComplaint:
    """Which complaint, as last read, and who has it in hand."""

    complaint_id: UUID
    officer: str
    version: int


async def acknowledge_complaint(order: AcknowledgeComplaint, work: Work) -> Complaint:
    """The promise is settled; the clock stops."""
    complaint = await Complaints(work).get(order.complaint_id)
    check_version(complaint.version, order.version)
    work.publish(*complaint.acknowledge(by=order.officer, at=work.now))
    work.cancel_alarm(ACKNOWLEDGEMENT_DUE, complaint.id)
    return complaint
