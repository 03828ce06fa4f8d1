"""Applications as they are asked for: every body is bounded."""

from base64 import b64decode
from binascii import Error
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from chassis.web import Body, Day, Instant, PositiveMoney, Text
from contracts.insured import Language
from policy.domain.application_parts import (
    Proof,
    Signature,
    SignatureLevel,
    Whose,
)
from policy.domain.sale.papers import OtherContent, Sheet, must_be_whole
from policy.domain.underwriting.cope import Photo, Recommendation, VisitRecord
from policy.routes.answers import Answers, Code
from policy.routes.fields import ShortLine, TimeZone, Words
from policy.routes.offers import OfferBody

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", examples=["0" * 64])]
Points = Annotated[int, Field(ge=0, le=10)]


class ApplicationBody(Body):
    """Whose it is, and what is offered."""

    customer_id: UUID
    offer: OfferBody


class CounterOfferBody(Body):
    """Other terms, and why."""

    offer: OfferBody
    words: Words = Field(examples=["A higher deductible, and less to pay."])


class PaperBody(Body):
    """A paper with its content in base64. All of a request is at most 1 MiB: scan it so."""

    kind: Code
    name: ShortLine
    of: Whose = "holder"
    content_type: Literal["application/pdf", "image/jpeg", "image/png"]
    content: Annotated[
        str,
        Field(
            min_length=4,
            max_length=1_048_576,
            pattern=r"^[A-Za-z0-9+/]+={0,2}$",
            examples=["JVBERi0xLjcK"],
        ),
    ]
    sha256: Sha256 | None = Field(
        default=None, description="Of the content: where it is said it must be right."
    )

    def as_sheet(self, where: str) -> Sheet:
        """The paper, whole; `where` it stands in the request."""
        try:
            content = b64decode(self.content, validate=True)
        except (Error, ValueError):
            raise OtherContent("it is not base64", field=f"{where}/content") from None
        said = self.model_dump(include={"kind", "name", "of", "content_type"})
        sheet = Sheet(**said, content=content)
        must_be_whole(sheet, said=self.sha256, where=where)
        return sheet


class DocumentsBody(Body):
    """What was asked for."""

    documents: Annotated[list[PaperBody], Field(max_length=50)] = Field(default_factory=list)
    answers: Answers = Field(default_factory=dict)

    def sheets(self) -> list[Sheet]:
        """Every paper."""
        return [one.as_sheet(f"/documents/{nth}") for nth, one in enumerate(self.documents)]


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
    weight: Literal["critical", "important", "advice"]
    owner: ShortLine
    due_on: Day | None = None


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
            "recommendations": [Recommendation(**dict(one)) for one in self.recommendations],
        }
        return VisitRecord(**said)


class InvoiceBody(Body):
    """By when it is to be paid."""

    due_on: Day


class PremiumBody(Body):
    """What came, and its reference."""

    amount: PositiveMoney
    reference: ShortLine
    paid_on: Day | None = Field(
        default=None, description="The day it was there, when that was before today."
    )


class CreditBody(Body):
    """Under which agreement credit is granted."""

    reference: ShortLine


class FirstDayBody(Body):
    """From when."""

    starts_on: Day


class SignatureBody(Body):
    """The evidence. There is no field for the one-time code: it is never kept."""

    signer: ShortLine
    capacity: Literal["holder", "life_insured"] = "holder"
    level: SignatureLevel
    document_sha256: Sha256
    document_version: ShortLine
    language: Language
    opened_at: Instant
    signed_at: Instant
    scrolled_to_end: StrictBool
    ticks: Annotated[list[Words], Field(min_length=1, max_length=50)]
    identity_method: ShortLine
    identity_result: Literal["passed", "failed"]
    ip: Annotated[str, Field(pattern=r"^[0-9a-fA-F.:]{2,45}$", examples=["192.0.2.7"])] | None = (
        None
    )
    device: ShortLine | None = None
    code_channel: Literal["sms", "email", "app"] | None = None
    masked_target: (
        Annotated[str, Field(pattern=r"^[A-Za-z0-9+@._-]{0,20}\*{2,20}[A-Za-z0-9@._-]{0,40}$")]
        | None
    ) = Field(default=None, examples=["+34***123"])
    certificates: Annotated[
        list[Annotated[str, Field(pattern=r"^[A-Za-z0-9+/=]{1,8000}$", examples=["MIIB"])]],
        Field(max_length=10),
    ] = Field(default_factory=list, description="The chain, each DER in base64.")

    def as_signature(self, recorded_by: str) -> Signature:
        """The same in the words of the domain."""
        said = dict(self) | {
            "ticks": tuple(self.ticks),
            "certificates": tuple(self.certificates),
            "language": self.language.value,
        }
        return Signature(**said, recorded_by=recorded_by)


class ReviewBody(Body):
    """Whether the evidence convinces."""

    convinces: StrictBool
    note: Words
    why_other_signer: Words | None = Field(
        default=None,
        description="Why it convinces all the same, where `signer_matches` is false.",
        examples=["Her maiden name; the identity card shows both."],
    )


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
