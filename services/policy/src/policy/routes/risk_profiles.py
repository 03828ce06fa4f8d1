"""Risk profiles over HTTP: answers in, named risks out, with what is still to ask."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.web import Body, CurrentWork, Page, PageRequest, Routes, etag
from contracts.insured import Language
from policy.domain.risks.matrix import Cell
from policy.domain.risks.profile import Correction, RiskProfile
from policy.domain.risks.questionnaire import RiskClass, Stage, Transfer
from policy.routes.asking import Askers, customer_of
from policy.storage import RiskProfiles
from policy.use_cases.make_risk_profile import MakeRiskProfile, make_risk_profile

routes = Routes(prefix="/risk-profiles", tags=["risks"])

Name = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$", examples=["household"])]
QuestionId = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$", examples=["owns_home"])]
Said = Annotated[
    str,
    Field(pattern=r"^(yes|no|dont_know|[0-9]{1,12}(\.[0-9]{1,2})?)$", examples=["yes"]),
]
RuleId = Annotated[str, Field(pattern=r"^[HB]-[0-9]{2}$", examples=["H-06"])]
ClassOf5 = Annotated[str, Field(pattern=r"^[1-5]$", examples=["3"])]


class AnswerBody(Body):
    """The answer to one question."""

    question: QuestionId
    answer: Said


class CorrectionBody(Body):
    """How severe and how frequent a risk is, where the person knows better than our hints."""

    rule: RuleId
    severity: ClassOf5
    frequency: ClassOf5


class ProfileBody(Body):
    """What was answered; what is left out is not known. A customer asks for themselves."""

    customer_id: UUID | None = None
    questionnaire: Name
    stage: Stage | None = Field(default=None, examples=["family"])
    answers: Annotated[list[AnswerBody], Field(min_length=1, max_length=100)]
    corrections: Annotated[list[CorrectionBody], Field(max_length=50, default_factory=list)]


class FindingView(BaseModel):
    """A named risk, and the rule that found it: the measure first, cover second."""

    rule: str
    risk_class: RiskClass
    risk: dict[Language, str]
    severity: int
    frequency: int
    corrected: bool
    cell: Cell
    measure: dict[Language, str]
    transfer: Transfer
    compulsory: bool
    duty: str | None
    cover: dict[Language, str] | None


class OpenView(BaseModel):
    """A rule that cannot tell yet, and the questions it waits for."""

    rule: str
    questions: list[str]


class ProfileView(BaseModel):
    """A profile, as it is shown."""

    id: UUID
    customer_id: UUID
    questionnaire: str
    questionnaire_version: str
    stage: Stage | None
    answers: dict[str, str]
    findings: list[FindingView]
    open: list[OpenView]
    made_at: datetime
    made_by: str

    @classmethod
    def of(cls, profile: RiskProfile) -> Self:
        """Show this profile."""
        shown = {name: getattr(profile, name) for name in cls.model_fields}
        shown["findings"] = [
            FindingView(**vars(found), compulsory=found.transfer is Transfer.COMPULSORY)
            for found in profile.findings
        ]
        shown["open"] = [OpenView(rule=o.rule, questions=list(o.questions)) for o in profile.open]
        return cls(**shown)


@routes.post("", status_code=201, summary="Find somebody's risks")
async def post_profile(
    body: ProfileBody, me: Askers, work: CurrentWork, response: Response
) -> ProfileView:
    """What nobody knows is asked, never assumed: see `open`."""
    order = MakeRiskProfile(
        customer_id=customer_of(body.customer_id, me),
        questionnaire=body.questionnaire,
        stage=body.stage,
        answers=tuple((one.question, one.answer) for one in body.answers),
        corrections=tuple(
            Correction(rule=one.rule, severity=int(one.severity), frequency=int(one.frequency))
            for one in body.corrections
        ),
        by=me,
    )
    profile = await make_risk_profile(order, work)
    response.headers["Location"] = f"{routes.prefix}/{profile.id}"
    etag(response, 1)  # a profile never changes
    return ProfileView.of(profile)


@routes.get("", summary="List risk profiles, newest first")
async def get_profiles(
    me: Askers, page: PageRequest, work: CurrentWork, customer_id: UUID | None = None
) -> Page[ProfileView]:
    """A customer sees their own."""
    wanted = RiskProfiles(work).matching(asked_by=me, customer_id=customer_id)
    items, following = await page.fetch(work.session, wanted, key=RiskProfiles.key, descending=True)
    return Page(items=[ProfileView.of(item) for item in items], next=following)


@routes.get("/{profile_id}", summary="Read a risk profile")
async def get_profile(profile_id: UUID, me: Askers, work: CurrentWork) -> ProfileView:
    """A customer reads their own."""
    return ProfileView.of(await RiskProfiles(work).get(profile_id, asked_by=me))
