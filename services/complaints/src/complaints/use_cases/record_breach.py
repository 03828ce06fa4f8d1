"""The time to acknowledge has come, and nobody has."""

from uuid import UUID

from chassis.work import Work
from complaints.storage import Complaints


async def record_breach(complaint_id: UUID, work: Work) -> None:
    """Put the broken promise on record and say so; when it was kept there is nothing to say."""
    complaint = await Complaints(work).get(complaint_id)
    work.publish(*complaint.miss_promise(at=work.now))
