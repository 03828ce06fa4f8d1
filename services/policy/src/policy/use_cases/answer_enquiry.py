"""An agent answers a question the policy text does not."""

from dataclasses import dataclass
from uuid import UUID

from chassis.work import Work, check_version
from policy.domain.enquiry import Enquiry
from policy.storage import Enquiries
from policy.use_cases.ask_enquiry import ANSWER_DUE


@dataclass(frozen=True, kw_only=True)
class AnswerEnquiry:
    """Which enquiry, as last read, and what we say."""

    enquiry_id: UUID
    version: int
    answer: str
    by: str


async def answer_enquiry(order: AnswerEnquiry, work: Work) -> Enquiry:
    """Answer it; the clock stops."""
    enquiry = await Enquiries(work).get(order.enquiry_id)
    check_version(enquiry.version, order.version)
    work.publish(*enquiry.answer(order.answer, by=order.by, at=work.now))
    work.cancel_alarm(ANSWER_DUE, enquiry.id)
    return enquiry
