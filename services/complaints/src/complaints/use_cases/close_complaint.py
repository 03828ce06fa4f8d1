"""The matter is settled: the customer says so at any time, an officer once it is answered."""

from dataclasses import dataclass
from uuid import UUID

from chassis.work import Work, check_version
from complaints.domain.complaint import Complaint
from complaints.storage import Complaints
from complaints.use_cases.open_complaint import ACKNOWLEDGEMENT_DUE


@dataclass(frozen=True, kw_only=True)
class CloseComplaint:
    """Which complaint, as last read, and who closes it."""

    complaint_id: UUID
    closed_by: str
    by_customer: bool
    version: int


async def close_complaint(order: CloseComplaint, work: Work) -> Complaint:
    """Nobody waits for us any more; the clock stops."""
    complaint = await Complaints(work).get(order.complaint_id)
    check_version(complaint.version, order.version)
    work.publish(*complaint.close(by=order.closed_by, by_customer=order.by_customer, at=work.now))
    work.cancel_alarm(ACKNOWLEDGEMENT_DUE, complaint.id)
    return complaint
