"""The policy text does not say it: a question is handed to a person, with one click."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.ids import new_id
from chassis.numbers import next_number
from chassis.work import Work
from contracts.insured import Language
from policy.domain.enquiry import Enquiry
from policy.storage import Customers, Enquiries

ANSWER_DUE: Final = "enquiry-answer-due"


@dataclass(frozen=True, kw_only=True)
class AskEnquiry:
    """Who asks what; `customer_id` where it is for a customer's file."""

    question: str
    language: Language
    product: str | None
    customer_id: UUID | None
    by: str
    prospect_id: UUID | None = None


async def ask_enquiry(order: AskEnquiry, work: Work) -> Enquiry:
    """Take it down, and start the clock of our promise."""
    if order.customer_id is not None:
        await Customers(work).insured(order.customer_id)
    enquiry, said = Enquiry.received(
        new_id(),
        await next_number(work, "E"),
        asked_by=order.by,
        customer_id=order.customer_id,
        question=order.question,
        language=order.language,
        product=order.product,
        prospect_id=order.prospect_id,
        at=work.now,
    )
    Enquiries(work).add(enquiry)
    work.set_alarm(ANSWER_DUE, enquiry.id, at=enquiry.promise.due)
    work.publish(*said)
    return enquiry
