"""Signatures and their review, as they are sent."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from chassis.web import Body, Instant
from contracts.insured import Language
from policy.domain.application_parts import Signature, SignatureLevel
from policy.domain.sale.papers import Sheet
from policy.domain.sale.review import REPORT, Review, Stated
from policy.routes.fields import ShortLine, Words
from policy.routes.paper_bodies import Sha256, SheetBody


class SignatureBody(Body):
    """The evidence. There is no field for the one-time code: it is never kept."""

    signer: ShortLine
    capacity: Literal["holder", "life_insured"] = "holder"
    level: SignatureLevel = Field(
        description="What the signer's side says it is. It is worth a simple one (`worth`) until"
        " a reviewer states who validated it."
    )
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

    def as_signature(self, recorded_by: str, at: datetime) -> Signature:
        """The same in the words of the domain."""
        said = dict(self) | {
            "ticks": tuple(self.ticks),
            "certificates": tuple(self.certificates),
            "language": self.language.value,
        }
        return Signature(**said, recorded_by=recorded_by, recorded_at=at)


class ValidationBody(Body):
    """What each signature was found to be, by whom and when, with the report of it."""

    holder: Literal["aes", "qes"] | None = None
    life_insured: Literal["aes", "qes"] | None = None
    validated_by: ShortLine = Field(examples=["Qualified validation service of Example Trust"])
    validated_at: Instant
    report: SheetBody

    def as_stated(self) -> Stated:
        """The same in the words of the domain."""
        said = {"holder": self.holder, "life_insured": self.life_insured}
        return Stated(
            levels={who: SignatureLevel(level) for who, level in said.items() if level},
            validated_by=self.validated_by,
            validated_at=self.validated_at,
        )


class ReviewBody(Body):
    """Whether the evidence convinces, and of what."""

    convinces: StrictBool
    note: Words
    validation: ValidationBody | None = Field(
        default=None,
        description="Needed where the line asks for more than a simple signature.",
    )
    why_other_signer: Words | None = Field(
        default=None,
        description="Why it convinces all the same, where `signer_matches` is not true.",
        examples=["Her maiden name; the identity card shows both."],
    )
    signer_paper_ids: Annotated[list[UUID], Field(max_length=2)] = Field(
        default_factory=list,
        description="The papers handed in that show it: a `representation`, a `register_extract`,"
        " or an `identity` with both names.",
    )

    def as_review(self) -> Review:
        """The same in the words of the domain."""
        return Review(
            note=self.note,
            stated=self.validation.as_stated() if self.validation else None,
            why_other_signer=self.why_other_signer,
            paper_ids=tuple(self.signer_paper_ids),
        )

    def report(self) -> Sheet | None:
        """The report of the validation, whole."""
        if self.validation is None:
            return None
        where = "/validation/report"
        return self.validation.report.as_sheet(where, kind=REPORT, of="other")
