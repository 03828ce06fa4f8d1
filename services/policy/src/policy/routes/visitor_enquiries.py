"""The enquiry an explanation offers, sent by a visitor: no token, nothing to read back."""

from datetime import datetime
from typing import Literal

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.web import CurrentWork, Routes, etag
from contracts.insured import Language
from policy.routes.enquiries import AnswerPromise, Question
from policy.routes.enquiries import routes as enquiries
from policy.routes.fields import Email, Phone, ShortLine, TimeZone
from policy.use_cases.ask_as_visitor import AskAsVisitor, ask_as_visitor

routes = Routes(prefix="/visitor-enquiries", tags=["enquiries"])


class VisitorEnquiry(Question):
    """The question as it was offered, and where the answer may go: a mail, a phone, or both."""

    name: ShortLine | None = None
    email: Email | None = None
    phone: Phone | None = None
    time_zone: TimeZone = "UTC"
    contact: Literal[True] = Field(description="We may write to this address, or call it.")
    how: ShortLine = Field(default="sent an enquiry on the web", description="How they allowed it.")


class VisitorEnquiryView(BaseModel):
    """What a visitor is told: that it came, and by when a person answers, to their address."""

    number: str = Field(examples=["E-2026-000001"])
    language: Language
    asked_at: datetime
    promise: AnswerPromise


@routes.post("", status_code=201, summary="Ask a person without signing in")
async def post_visitor_enquiry(
    body: VisitorEnquiry, work: CurrentWork, response: Response
) -> VisitorEnquiryView:
    """Anybody asks; they become a prospect with an agent, and are answered where they say.

    Three questions of one address may wait at once. What was asked is read by our agents only.
    """
    order = AskAsVisitor(
        question=body.question,
        language=body.language,
        product=body.product,
        name=body.name,
        email=body.email,
        phone=body.phone,
        time_zone=body.time_zone,
        how=body.how,
    )
    enquiry = await ask_as_visitor(order, work)
    etag(response, enquiry.version)
    response.headers["Location"] = f"{enquiries.prefix}/{enquiry.id}"
    return VisitorEnquiryView(
        number=enquiry.number,
        language=enquiry.language,
        asked_at=enquiry.asked_at,
        promise=AnswerPromise.of(enquiry, now=work.now),
    )
