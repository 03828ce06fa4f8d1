"""A visitor without a token asks what no policy text says, and becomes a prospect by it."""

from dataclasses import dataclass
from typing import Final

from chassis.errors import Conflict
from chassis.ids import new_id
from chassis.work import Work
from contracts.insured import Language
from policy.domain.enquiry import Enquiry
from policy.domain.prospect import Purpose
from policy.storage import Enquiries
from policy.use_cases.ask_enquiry import AskEnquiry, ask_enquiry
from policy.use_cases.welcome_prospect import WelcomeProspect, welcome_prospect

MOST_OPEN: Final = 3
"""Questions that may wait at once for one address: nobody's post is filled by strangers."""
VISITOR: Final = "visitor"


class EnoughAsked(Conflict, code="enough-asked"):
    """So many questions of one address may wait for an answer, and no more."""


@dataclass(frozen=True, kw_only=True)
class AskAsVisitor:
    """The question, and where we may send the answer."""

    question: str
    language: Language
    product: str | None
    name: str | None
    email: str | None
    phone: str | None
    time_zone: str
    how: str


async def ask_as_visitor(order: AskAsVisitor, work: Work) -> Enquiry:
    """Take it down for the prospect of this address, who is welcomed if new.

    Of one we know, no consent changes: whoever types an address need not be who reads it.
    """
    prospect = await welcome_prospect(
        WelcomeProspect(
            prospect_id=new_id(),
            name=order.name or order.email or order.phone or "",
            email=order.email,
            phone=order.phone,
            language=order.language,
            time_zone=order.time_zone,
            channel="web",
            agent=None,
            consents={Purpose.CONTACT: True},
            how=order.how,
        ),
        work,
    )
    await work.session.flush()
    if await Enquiries(work).open_of(prospect.id) >= MOST_OPEN:
        raise EnoughAsked(f"{MOST_OPEN} questions of this address wait for their answers")
    asked = AskEnquiry(
        question=order.question,
        language=order.language,
        product=order.product,
        customer_id=None,
        by=VISITOR,
        prospect_id=prospect.id,
    )
    return await ask_enquiry(asked, work)
