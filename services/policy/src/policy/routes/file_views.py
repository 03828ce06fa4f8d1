"""The insured's file, as it is shown."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.insured import Language
from policy.domain.application import Application
from policy.domain.application_parts import Whose
from policy.domain.contract.picture import Cover
from policy.domain.customer import Customer
from policy.domain.insured_file import (
    ContactPerson,
    FileChange,
    NamedBeneficiary,
    Organisation,
    Person,
    Section,
)
from policy.domain.policy import Policy, Status
from policy.domain.risks.profile import RiskProfile
from policy.routes.customers import CustomerView
from policy.routes.documents import DocumentView

_PLACE: Final = {"application", "url"}


class SectionsView(BaseModel):
    """What is written in the file beside the particulars."""

    person: Person | None
    organisation: Organisation | None
    contacts: list[ContactPerson]
    beneficiaries: list[NamedBeneficiary]
    erased_at: datetime | None

    @classmethod
    def of(cls, customer: Customer) -> Self:
        """Show these sections."""
        return cls.model_validate(customer, from_attributes=True)


class FiledContract(BaseModel):
    """A contract, in a line."""

    id: UUID
    number: str
    product: str
    status: Status
    cover: Cover
    starts_on: date
    ends_on: date

    @classmethod
    def of(cls, policy: Policy, at: datetime) -> Self:
        """Show this contract as it stands at that instant."""
        names = set(cls.model_fields) - {"cover"}
        shown = {name: getattr(policy, name) for name in names}
        return cls(**shown, cover=policy.cover_at(at))


class FiledInspection(BaseModel):
    """A visit to what is to be insured, wanted, agreed or done."""

    application_id: UUID
    application: str
    state: Literal["wanted", "scheduled", "done"]
    why: str
    scheduled_for: datetime | None
    visited_at: datetime | None
    score: int | None
    asks_for: list[str]

    @classmethod
    def of(cls, application: Application) -> Self:
        """Show the visit of this application."""
        visit = application.inspection
        assert visit is not None
        record = visit.record
        return cls(
            application_id=application.id,
            application=application.number,
            state=visit.state,
            why=visit.told,
            scheduled_for=visit.scheduled_for,
            visited_at=record.visited_at if record else None,
            score=record.score if record else None,
            asks_for=[one.said(application.language) for one in record.recommendations]
            if record
            else [],
        )


class FiledPaper(BaseModel):
    """A paper that was handed in with an application; `url` downloads it."""

    application: str
    kind: str
    name: str
    of: Whose
    content_type: str
    size: int
    sha256: str
    at: datetime
    url: str

    @classmethod
    def of_all(cls, applications: Sequence[Application], limit: int) -> list[Self]:
        """The newest papers of these, those that are kept with their bytes."""
        shown = [
            cls(
                **{name: getattr(paper, name) for name in cls.model_fields.keys() - _PLACE},
                application=one.number,
                url=f"/v1/applications/{one.id}/papers/{paper.id}",
            )
            for one in applications
            for paper in one.papers
            if paper.id is not None
        ]
        return sorted(shown, key=lambda one: one.at, reverse=True)[:limit]


class FiledRisk(BaseModel):
    """A risk that was found, in the words of the file's language, and by which rule."""

    rule: str
    risk: str
    severity: int
    frequency: int
    measure: str


class FileView(SectionsView):
    """Everything of one customer at a glance.

    Lists hold the newest twenty; `more` says where all of them are.
    """

    customer: CustomerView
    contracts: list[FiledContract]
    documents: list[DocumentView]
    papers: list[FiledPaper]
    inspections: list[FiledInspection]
    risks: list[FiledRisk]
    risks_found_at: datetime | None
    more: dict[str, str] = Field(examples=[{"documents": "/v1/documents?customer_id=…"}])


class FileChangeView(BaseModel):
    """One change of the file; what an erasure took out is empty."""

    id: UUID
    section: Section
    before: Any
    after: Any
    why: str | None
    by: str
    at: datetime

    @classmethod
    def of(cls, change: FileChange) -> Self:
        """Show this change."""
        return cls.model_validate(change, from_attributes=True)


def risks_of(profile: RiskProfile | None, language: Language) -> Sequence[FiledRisk]:
    """What the newest profile found."""
    return [
        FiledRisk(
            rule=found.rule,
            risk=found.risk[language],
            severity=found.severity,
            frequency=found.frequency,
            measure=found.measure[language],
        )
        for found in (profile.findings if profile else ())
    ]
