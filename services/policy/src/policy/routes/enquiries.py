"""Enquiries over HTTP: what the policy text does not say, asked of a person and answered by one."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.identity import Principal, allow
from chassis.web import Body, CurrentWork, IfMatch, Page, PageRequest, Routes, Text, etag
from chassis.work import Work
from contracts.insured import Language
from contracts.roles import Role
from policy.domain.enquiry import Enquiry, Status
from policy.storage import Enquiries, UnknownCustomer
from policy.use_cases.answer_enquiry import AnswerEnquiry, answer_enquiry
from policy.use_cases.ask_enquiry import AskEnquiry, ask_enquiry
from statutes import State

routes = Routes(prefix="/enquiries", tags=["enquiries"])

Anybody = Annotated[Principal, allow(*Role)]
Agent = Annotated[Principal, allow(Role.AGENT)]
Said = Annotated[
    Text, Field(min_length=1, pattern=r"\S", json_schema_extra={"allOf": [{"pattern": r"\S"}]})
]


class Question(Body):
    """The question, as an explanation offers it."""

    question: Annotated[Said, Field(max_length=400, examples=["Do you cover my dog?"])]
    language: Language = Field(examples=["en"])
    product: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$", examples=["home"])] | None = None


class NewEnquiry(Question):
    """The question, and for whom it is asked."""

    customer_id: UUID | None = Field(
        default=None, description="Whose enquiry it is; only for those who act for a customer."
    )


class EnquiryAnswer(Body):
    """What we say to it; whoever asked reads it as it is."""

    answer: Said = Field(examples=["Dogs are not insured by the home policy."])


class AnswerPromise(BaseModel):
    """Our promise to answer: a clock of our own making, four working hours."""

    rule: str = Field(examples=["YB-ANSWER"])
    text: str
    due: datetime
    state: State = Field(
        description="`breached` shows at the due time, and stays on a late answer."
    )
    breached_at: datetime | None

    @classmethod
    def of(cls, enquiry: Enquiry, *, now: datetime) -> Self:
        """As it stands at `now`."""
        clock = enquiry.promise
        broken = clock.breached_at is not None
        return cls(
            rule=clock.entry.id,
            text=clock.entry.obligation.say(enquiry.language),
            due=clock.due,
            state=State.BREACHED if broken else clock.state(now),
            breached_at=clock.breached_at,
        )


class EnquiryView(BaseModel):
    """An enquiry, as who asked and our people see it."""

    id: UUID
    number: str = Field(examples=["E-2026-000001"])
    customer_id: UUID | None
    prospect_id: UUID | None = Field(description="Who asked, where a visitor did.")
    question: str
    language: Language
    product: str | None
    asked_at: datetime
    status: Status
    promise: AnswerPromise
    answer: str | None
    answered_at: datetime | None

    @classmethod
    def of(cls, enquiry: Enquiry, *, now: datetime) -> Self:
        """As it is at `now`."""
        return cls(
            id=enquiry.id,
            number=enquiry.number,
            customer_id=enquiry.customer_id,
            prospect_id=enquiry.prospect_id,
            question=enquiry.question,
            language=enquiry.language,
            product=enquiry.product,
            asked_at=enquiry.asked_at,
            status=enquiry.status,
            promise=AnswerPromise.of(enquiry, now=now),
            answer=enquiry.answer_text,
            answered_at=enquiry.answered_at,
        )


@routes.post("", status_code=201, summary="Ask a person")
async def post_enquiry(
    body: NewEnquiry, me: Anybody, work: CurrentWork, response: Response
) -> EnquiryView:
    """Anybody with a token asks; an agent may name the customer they ask for."""
    customer_id = body.customer_id or me.customer_id
    if body.customer_id is not None and Role.AGENT not in me.roles and not me.owns(customer_id):
        raise UnknownCustomer(f"there is no customer {customer_id}", field="/customer_id")
    order = AskEnquiry(
        question=body.question,
        language=body.language,
        product=body.product,
        customer_id=customer_id,
        by=me.subject,
    )
    enquiry = await ask_enquiry(order, work)
    response.headers["Location"] = f"{routes.prefix}/{enquiry.id}"
    return await _shown(enquiry, work, response)


@routes.get("", summary="List enquiries, newest first")
async def get_enquiries(
    me: Anybody, page: PageRequest, work: CurrentWork, status: Status | None = None
) -> Page[EnquiryView]:
    """Agents see all; everybody else their own."""
    wanted = Enquiries(work).matching(by=me, everything=_sees_all(me), status=status)
    items, following = await page.fetch(work.session, wanted, key=Enquiries.key, descending=True)
    return Page(items=[EnquiryView.of(item, now=work.now) for item in items], next=following)


@routes.get("/{enquiry_id}", summary="Read an enquiry")
async def get_enquiry(
    enquiry_id: UUID, me: Anybody, work: CurrentWork, response: Response
) -> EnquiryView:
    """With the promise we made, and whether we kept it."""
    enquiry = await Enquiries(work).seen(enquiry_id, by=me, everything=_sees_all(me))
    return await _shown(enquiry, work, response)


@routes.put("/{enquiry_id}/answer", summary="Answer an enquiry")
async def put_enquiry_answer(
    *,
    enquiry_id: UUID,
    body: EnquiryAnswer,
    me: Agent,
    version: IfMatch,
    work: CurrentWork,
    response: Response,
) -> EnquiryView:
    """Once, in words the asker can read."""
    order = AnswerEnquiry(enquiry_id=enquiry_id, version=version, answer=body.answer, by=me.subject)
    return await _shown(await answer_enquiry(order, work), work, response)


def _sees_all(me: Principal) -> bool:
    return Role.AGENT in me.roles


async def _shown(enquiry: Enquiry, work: Work, response: Response) -> EnquiryView:
    await work.session.flush()
    etag(response, enquiry.version)
    return EnquiryView.of(enquiry, now=work.now)
