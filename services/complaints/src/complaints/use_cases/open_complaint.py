"""A customer is not content, and tells us, or somebody of ours for them."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.ids import new_id
from chassis.numbers import next_number
from chassis.work import Work
from complaints.domain.complaint import Complaint, Topic
from complaints.domain.known import Kind, Mention
from complaints.storage import Complaints, KnownThings

ACKNOWLEDGEMENT_DUE: Final = "acknowledgement-due"


@dataclass(frozen=True, kw_only=True)
class OpenComplaint:
    """Who complains, about what, in which words."""

    customer_id: UUID
    topic: Topic
    description: str
    opened_by: str
    on_behalf: bool

    @property
    def mentions(self) -> list[Mention]:
        """What must be known and this customer's; a customer's own token vouches for them."""
        customer = Mention(kind=Kind.CUSTOMER, id=self.customer_id, field="/customer_id")
        named = [customer] if self.on_behalf else []
        if self.topic.about_id is not None:
            kind = Kind(self.topic.about.value)
            named.append(Mention(kind=kind, id=self.topic.about_id, field="/about_id"))
        return named


async def open_complaint(order: OpenComplaint, work: Work) -> Complaint:
    """Take it down, and start the clock of our promise."""
    known = KnownThings(work)
    for mention in order.mentions:
        await known.check(mention, owner=order.customer_id)
    complaint, event = Complaint.opened(
        complaint_id=new_id(),
        number=await next_number(work, "Q"),
        customer_id=order.customer_id,
        topic=order.topic,
        description=order.description,
        by=order.opened_by,
        at=work.now,
    )
    Complaints(work).add(complaint)
    work.set_alarm(ACKNOWLEDGEMENT_DUE, complaint.id, at=complaint.promise.acknowledge_by)
    work.publish(event)
    return complaint
