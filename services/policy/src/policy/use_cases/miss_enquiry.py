"""The time to answer an enquiry has come, and nobody has."""

from uuid import UUID

from chassis.work import Work
from policy.storage import Enquiries


async def miss_enquiry(enquiry_id: UUID, work: Work) -> None:
    """Put the broken promise on record and say so; when it was kept there is nothing to say."""
    enquiry = await Enquiries(work).get(enquiry_id)
    work.publish(*enquiry.miss_promise(at=work.now))
