"""Advice over HTTP: a situation in, keep or transfer out; replayed, and followed or not."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field, StrictBool

from chassis.web import Body, CurrentWork, IfMatch, Page, PageRequest, Routes, etag
from chassis.work import Work
from policy.domain.advice.advice import Advice
from policy.domain.advice.outcome import Outcome
from policy.domain.advice.situation import Situation
from policy.routes.asking import Askers, customer_of
from policy.routes.fields import Reason
from policy.routes.situations import RiskId, SituationBody
from policy.storage import Advices
from policy.use_cases.give_advice import GiveAdvice, give_advice
from policy.use_cases.record_decision import RecordDecision, record_decision
from policy.use_cases.replay_advice import ReplayAdvice, replay_advice

routes = Routes(prefix="/advice", tags=["risks"])


class AdviceBody(Body):
    """On what advice is asked. A customer asks for themselves."""

    customer_id: UUID | None = None
    situation: SituationBody


class DecisionBody(Body):
    """What the customer decided; against the advice, in their own words why."""

    risk: RiskId | None = None
    follows: Annotated[str, Field(pattern=r"^(yes|no)$", examples=["yes"])]
    reason: Reason | None = None


class DecisionView(BaseModel):
    """A decision; against the advice it was the customer's wish."""

    risk: str
    follows: StrictBool
    against_advice: StrictBool
    reason: str | None
    at: datetime
    by: str


class AdviceView(BaseModel):
    """Advice with everything it was given on, its arithmetic and its words."""

    id: UUID
    customer_id: UUID
    method_version: str
    situation: Situation
    outcome: Outcome
    buy_nothing: list[str] = Field(description="Risks to show no buy button for as default.")
    decisions: list[DecisionView]
    given_at: datetime
    given_by: str

    @classmethod
    def of(cls, advice: Advice) -> Self:
        """Show this advice."""
        shown = {name: getattr(advice, name, None) for name in cls.model_fields}
        shown["buy_nothing"] = [one.risk for one in advice.outcome.risks if one.leave_it]
        shown["decisions"] = [
            DecisionView(**vars(one), against_advice=one.against_advice) for one in advice.decisions
        ]
        return cls(**shown)


class ReplayView(BaseModel):
    """What the stored version of the method says to the stored situation now."""

    id: UUID
    method_version: str
    equal: StrictBool
    outcome: Outcome


@routes.post("", status_code=201, summary="Ask whether to keep a risk or insure it")
async def post_advice(
    body: AdviceBody, me: Askers, work: CurrentWork, response: Response
) -> AdviceView:
    """By frequency, severity, premium and means; what anybody earns by it is no field."""
    order = GiveAdvice(
        customer_id=customer_of(body.customer_id, me),
        situation=body.situation.situation(),
        by=me,
    )
    advice = await give_advice(order, work)
    response.headers["Location"] = f"{routes.prefix}/{advice.id}"
    return await _shown(advice, work, response)


@routes.get("", summary="List advice, newest first")
async def get_all_advice(
    me: Askers, page: PageRequest, work: CurrentWork, customer_id: UUID | None = None
) -> Page[AdviceView]:
    """A customer sees what they were advised."""
    wanted = Advices(work).matching(asked_by=me, customer_id=customer_id)
    items, following = await page.fetch(work.session, wanted, key=Advices.key, descending=True)
    return Page(items=[AdviceView.of(item) for item in items], next=following)


@routes.get("/{advice_id}", summary="Read advice")
async def get_advice(
    advice_id: UUID, me: Askers, work: CurrentWork, response: Response
) -> AdviceView:
    """A customer reads their own."""
    return await _shown(await Advices(work).get(advice_id, asked_by=me), work, response)


@routes.get("/{advice_id}/replay", summary="Work advice out again")
async def get_replay(advice_id: UUID, me: Askers, work: CurrentWork) -> ReplayView:
    """With the version of the method that it was given with."""
    advice, outcome = await replay_advice(ReplayAdvice(advice_id=advice_id, by=me), work)
    return ReplayView(
        id=advice.id,
        method_version=advice.method_version,
        equal=outcome == advice.outcome,
        outcome=outcome,
    )


@routes.put("/{advice_id}/decision", summary="Follow advice, or go against it")
async def put_advice_decision(
    *,
    advice_id: UUID,
    body: DecisionBody,
    version: IfMatch,
    me: Askers,
    work: CurrentWork,
    response: Response,
) -> AdviceView:
    """What is bought or left against advice is the customer's wish, with their reason."""
    order = RecordDecision(
        advice_id=advice_id,
        version=version,
        risk=body.risk,
        follows=body.follows == "yes",
        reason=body.reason,
        by=me,
    )
    return await _shown(await record_decision(order, work), work, response)


async def _shown(advice: Advice, work: Work, response: Response) -> AdviceView:
    await work.session.flush()  # the new version is known once it is written
    etag(response, advice.version)
    return AdviceView.of(advice)
