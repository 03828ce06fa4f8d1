"""Applications as they are asked for: every body is bounded."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from chassis.web import Body, Day, Instant, PositiveMoney, Text
from policy.domain.application import Means
from policy.domain.application_parts import Proof
from policy.domain.sale.papers import Sheet
from policy.domain.underwriting.cope import Photo, Recommendation, VisitRecord
from policy.routes.answers import Answers, Code
from policy.routes.fields import ShortLine, TimeZone, Words
from policy.routes.offers import OfferBody
from policy.routes.paper_bodies import PaperBody, Sha256

Points = Annotated[int, Field(ge=0, le=10)]


class ApplicationBody(Body):
    """Whose it is, and what is offered."""

    customer_id: UUID
    offer: OfferBody


class CounterOfferBody(Body):
    """Other terms, and why."""

    offer: OfferBody
    words: Words = Field(examples=["A higher deductible, and less to pay."])


class DocumentsBody(Body):
    """What was asked for."""

    documents: Annotated[list[PaperBody], Field(max_length=50)] = Field(default_factory=list)
    answers: Answers = Field(default_factory=dict)

    def sheets(self) -> list[Sheet]:
        """Every paper."""
        return [
            one.as_sheet(f"/documents/{nth}", kind=one.kind, of=one.of)
            for nth, one in enumerate(self.documents)
        ]


class NoteBody(Body):
    """A word on why."""

    note: Words = Field(examples=["Photos show the barriers."])


class InLanguagesBody(Body):
    """The same in each of the customers' languages."""

    en: Words
    es: Words
    zh: Words


class RequirementBody(Body):
    """A condition of acceptance, in the customer's words."""

    id: Annotated[str, Field(pattern=r"^C-[A-Z0-9-]{1,30}$", examples=["C-1"])]
    kind: Code
    words: InLanguagesBody
    precedent: StrictBool
    due_on: Day | None = None


class ScheduleBody(Body):
    """When somebody comes, and who."""

    scheduled_for: Instant
    surveyor: ShortLine


class PhotoBody(Body):
    """A picture, by the hash of its content."""

    name: ShortLine
    sha256: Sha256


class RecommendationBody(Body):
    """What a finding asks for."""

    id: Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,30}$", examples=["R-1"])]
    finding: Words
    asks_for: Words
    words: Annotated[
        InLanguagesBody | None,
        Field(description="What it asks for, as the customer reads it; else `asks_for` is read."),
    ] = None
    weight: Literal["critical", "important", "advice"]
    owner: ShortLine
    due_on: Day | None = None

    def as_recommendation(self) -> Recommendation:
        """The same in the words of the domain."""
        words = {} if self.words is None else self.words.model_dump()
        return Recommendation(**dict(self) | {"words": words})


class VisitBody(Body):
    """What a visit found; every item of the list has its points."""

    surveyor: ShortLine
    persons_met: ShortLine
    visited_at: Instant
    points: Annotated[
        dict[Code, Points],
        Field(
            max_length=30,
            examples=[{"INS-C1": 8}],
            json_schema_extra={"additionalProperties": False},
        ),
    ]
    photos: Annotated[list[PhotoBody], Field(max_length=100)] = Field(default_factory=list)
    recommendations: Annotated[list[RecommendationBody], Field(max_length=50)] = Field(
        default_factory=list
    )
    facts: Answers = Field(default_factory=dict)
    probable_loss: PositiveMoney | None = None
    foreseeable_loss: PositiveMoney | None = None

    def as_record(self) -> VisitRecord:
        """The same in the words of the domain."""
        said = dict(self) | {
            "photos": [Photo(**dict(one)) for one in self.photos],
            "recommendations": [one.as_recommendation() for one in self.recommendations],
        }
        return VisitRecord(**said)


class InvoiceBody(Body):
    """By when it is to be paid."""

    due_on: Day


class PremiumBody(Body):
    """What came, by which means, and its reference."""

    amount: PositiveMoney
    reference: ShortLine
    means: Means | None = Field(
        default=None,
        description="How it came. The line of our bank that brings a transfer or a cheque later is"
        " matched to it, and not added.",
    )
    beside_bank: StrictBool = Field(
        default=False,
        description="It is other money than what our bank has brought for this application, or of"
        " this amount for nobody we know. Without it, that is refused: `premium-at-bank`.",
    )
    paid_on: Day | None = Field(
        default=None, description="The day it was there, when that was before today."
    )


class CreditBody(Body):
    """Under which agreement credit is granted."""

    reference: ShortLine


class FirstDayBody(Body):
    """From when."""

    starts_on: Day


class DispatchBody(Body):
    """One sending, and its proof so far."""

    channel: Literal["email", "portal", "registered_email", "letter", "registered_letter"]
    address: Words
    why_address: Words
    content_sha256: Sha256 = Field(
        description="Of the schedule that was sent, as `GET /documents` says it."
    )
    proof: Proof
    provider_id: ShortLine | None = None
    at: Instant
    time_zone: TimeZone


class WordsBody(Body):
    """A few words."""

    words: Text = Field(min_length=1, examples=["Please look again."])
