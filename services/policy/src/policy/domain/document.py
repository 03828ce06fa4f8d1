"""A document: what we gave a customer on paper, kept as it was made.

    ──► MADE        and never changed: another state of the thing is another document

It is made once for each kind, thing, version of the thing and language.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

from chassis.errors import Conflict, NotFound, Rejected
from contracts.insured import Language


class DocumentKind(StrEnum):
    """What a document is."""

    SCHEDULE = "schedule"
    """What is insured, on which terms; one for each revision of the contract."""
    ENDORSEMENT = "endorsement"
    INVOICE = "invoice"
    """An invoice, an additional premium or a credit note, one for each state of it; of an
    application, the first payment."""
    NOTICE = "notice"
    """A notice about a premium, of the reminder ladder."""
    ENDING = "ending"
    """That a contract was cancelled, withdrawn from, or has lapsed: each in words of its own."""
    RENEWAL = "renewal"
    """The schedule of a next term, once it is agreed; when it is settled, the one of that term."""


OF_A_CONTRACT: Final = frozenset({DocumentKind.SCHEDULE, DocumentKind.ENDING, DocumentKind.RENEWAL})
"""Those whose thing is the contract itself."""


class NoSubject(Rejected, code="subject-missing"):
    """Say which endorsement, invoice or notice the document is of."""


class UnknownSubject(NotFound, code="subject-unknown"):
    """The contract has no such thing to make a document of."""


class NothingToSay(Conflict, code="nothing-to-document"):
    """There is nothing yet that this document could say."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The thing a document is of, as it is in one version."""

    kind: DocumentKind
    id: UUID
    version: int


@dataclass(frozen=True, kw_only=True)
class Belongs:
    """Whose a document is, and of which contract or application."""

    customer_id: UUID
    number: str
    """Of the contract or the application, as people say it."""
    policy_id: UUID | None = None
    application_id: UUID | None = None


@dataclass(eq=False, kw_only=True)
class IssuedDocument:
    """What is known of a document besides its bytes."""

    id: UUID
    kind: DocumentKind
    subject_id: UUID
    subject_version: int
    language: Language
    policy_id: UUID | None
    application_id: UUID | None
    """Of which contract, or of which application for one: one of the two."""
    customer_id: UUID
    file_name: str
    template: str
    """The template's kind and the hash of its sources."""
    sha256: str
    """Of the bytes, in hexadecimal."""
    size: int
    """In bytes."""
    made_at: datetime
    made_by: str

    @classmethod
    def make(
        cls,
        document_id: UUID,
        subject: Subject,
        content: bytes,
        *,
        language: Language,
        of: "Belongs",
        template: str,
        by: str,
        at: datetime,
    ) -> "IssuedDocument":
        """Take it down."""
        return cls(
            id=document_id,
            kind=subject.kind,
            subject_id=subject.id,
            subject_version=subject.version,
            language=language,
            policy_id=of.policy_id,
            application_id=of.application_id,
            customer_id=of.customer_id,
            file_name=f"{of.number}-{subject.kind}-{document_id.hex[-8:]}-{language}.pdf",
            template=template,
            sha256=sha256(content).hexdigest(),
            size=len(content),
            made_at=at,
            made_by=by,
        )

    @property
    def content_digest(self) -> str:
        """The hash as RFC 9530 writes it."""
        return f"sha-256=:{b64encode(bytes.fromhex(self.sha256)).decode('ascii')}:"
