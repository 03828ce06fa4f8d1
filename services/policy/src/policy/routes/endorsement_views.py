"""What is said and shown of endorsements over HTTP."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final, Self, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, WithJsonSchema, field_validator

from chassis.money import Money
from chassis.web import Body, Day, PositiveMoney
from policy.domain.contract.agreed import Beneficiary
from policy.domain.contract.change import Change, CoverChange
from policy.domain.contract.timeline import Resolution
from policy.domain.endorsement import Endorsement, EndorsementStatus
from policy.domain.money.line import PREMIUM, Line
from policy.domain.offer import PaymentMode
from policy.domain.products.questions import Question
from policy.routes.answers import answer_schema, written
from policy.routes.fields import PlaceBody, Reason, ShortLine

CoverId = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,64}$", examples=["contents"])]
Asked = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,64}$", examples=["alarm"])]
Person = Annotated[ShortLine, Field(examples=["Ana Santos"])]
YES_NO: Final[dict[str, bool]] = {"true": True, "false": False}


class CoverChangeBody(Body):
    """A cover on other terms; one not agreed yet is added, `removed` ends it."""

    id: CoverId
    limit: PositiveMoney | None = None
    deductible: PositiveMoney | None = None
    removed: bool = False

    @property
    def named(self) -> str:
        """What it is about."""
        return self.id


class BeneficiaryBody(Body):
    """Who is paid, and which part."""

    name: Person
    percent: int = Field(ge=1, le=100)

    @property
    def named(self) -> str:
        """Whom it is about, however the name is written."""
        return self.name.casefold()


class AnswerBody(Body):
    """Another answer to a question of the product; `true` and `false` are yes and no."""

    question: Asked
    answer: Annotated[Any, AfterValidator(written), WithJsonSchema(answer_schema())] = Field(
        examples=["true"]
    )

    @property
    def named(self) -> str:
        """What it is about."""
        return self.question


NamedT = TypeVar("NamedT", CoverChangeBody, BeneficiaryBody, AnswerBody)


class ChangeBody(Body):
    """What shall be otherwise; what is left out stays."""

    covers: list[CoverChangeBody] = Field(default_factory=list, max_length=20)
    place: PlaceBody | None = None
    insured_person: Person | None = None
    beneficiaries: list[BeneficiaryBody] | None = Field(default=None, max_length=20)
    payment_mode: PaymentMode | None = None
    contact: Person | None = None
    answers: list[AnswerBody] = Field(default_factory=list, max_length=40)

    @field_validator("covers", "beneficiaries", "answers")
    @classmethod
    def _each_once(cls, said: list[NamedT] | None) -> list[NamedT] | None:
        names = [one.named for one in said or ()]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"{name} is there twice: say it once")
        return said

    def as_change(self) -> Change:
        """The same in the words of the domain."""
        return Change(
            covers=tuple(
                CoverChange(
                    id=cover.id,
                    limit=cover.limit,
                    deductible=cover.deductible,
                    removed=cover.removed,
                )
                for cover in self.covers
            ),
            place=self.place.as_address() if self.place else None,
            insured_person=self.insured_person,
            beneficiaries=None
            if self.beneficiaries is None
            else tuple(
                Beneficiary(name=one.name, percent=one.percent) for one in self.beneficiaries
            ),
            payment_mode=self.payment_mode,
            contact=self.contact,
            answers={one.question: _answered(one.answer) for one in self.answers},
        )


def _answered(answer: str | int) -> str | int:
    return YES_NO.get(answer, answer) if isinstance(answer, str) else answer


class WishBody(Body):
    """From which day on; `resolution` only where an earlier-entered change sets the same field."""

    effective_on: Day
    change: ChangeBody
    resolution: Resolution | None = None


class RequestBody(WishBody):
    """A wish to be kept, with why."""

    reason: Reason


class ReasonBody(Body):
    """Why."""

    reason: Reason


class EndorsementView(BaseModel):
    """A change of a contract, as it is shown; `effective` once it is accepted and its day came."""

    id: UUID
    policy_id: UUID
    number: int
    effective_on: date
    changed: list[str]
    resolution: Resolution | None
    premium_change: Money
    """Net, until the term ends."""
    levies: dict[str, Money]
    """What each tax or surcharge comes to besides; below zero it goes back."""
    to_pay: Money
    """The premium with all of them, as the account is charged with it or given back."""
    referred: list[str]
    """Why an underwriter must look at it first; empty when nobody need."""
    because: list[str]
    """The same in words, in the language of `Accept-Language`; never empty when it is referred."""
    questions: list[Question]
    """What is to be answered first, as the product asks it: ask for the change with the answers."""
    reason: str
    status: EndorsementStatus
    requested_by: str
    requested_at: datetime
    accepted_by: str | None
    accepted_at: datetime | None
    reversed_at: datetime | None
    reversal_reason: str | None

    @classmethod
    def of(cls, endorsement: Endorsement, because: list[str], questions: list[Question]) -> Self:
        """Show this endorsement, with the words of what it is looked at for."""
        reckoned = {"changed", "levies", "because", "questions"}
        shown = {name: getattr(endorsement, name) for name in cls.model_fields.keys() - reckoned}
        return cls(
            **shown,
            changed=sorted(endorsement.change.touched),
            levies=levies_of(endorsement.lines),
            because=list(because),
            questions=questions,
        )


def levies_of(lines: Sequence[Line]) -> dict[str, Money]:
    """What each tax or surcharge comes to."""
    return {line.id: line.amount for line in lines if line.id != PREMIUM}
