"""Where documents are kept, with their bytes. The database lets nobody change one."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import registry

from chassis.database import Word, status_column, utc_instant
from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.work import Work
from contracts.insured import Language
from policy.domain.document import DocumentKind, IssuedDocument, Subject
from policy.storage.applications import applications
from policy.storage.policies import policies
from policy.storage.tables import metadata

documents = Table(
    "documents",
    metadata,
    Column("id", Uuid, primary_key=True),
    status_column("kind", DocumentKind),
    Column("subject_id", Uuid, nullable=False),
    Column("subject_version", Integer, nullable=False),
    Column("language", Word(Language), nullable=False),
    Column("policy_id", Uuid, ForeignKey(policies.c.id)),
    Column("application_id", Uuid, ForeignKey(applications.c.id)),
    Column("customer_id", Uuid, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    utc_instant("made_at"),
    Column("made_by", Text, nullable=False),
    CheckConstraint("(policy_id IS NULL) <> (application_id IS NULL)", name="of_one"),
    UniqueConstraint("subject_id", "kind", "subject_version", "language"),
)
Index(None, documents.c.customer_id, documents.c.id)
Index(None, documents.c.policy_id, documents.c.id)
Index(
    "ix_documents_application_id",
    documents.c.application_id,
    postgresql_where=documents.c.application_id.is_not(None),
)
# Beside the facts, so that a list reads no bytes.
document_contents = Table(
    "document_contents",
    metadata,
    Column("id", Uuid, ForeignKey(documents.c.id), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)


def map_documents(mappers: registry) -> None:
    """Map the document to its table."""
    mappers.map_imperatively(IssuedDocument, documents)


class Documents:
    """What we gave on paper."""

    key: Final = (documents.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    async def keep(self, document: IssuedDocument, content: bytes) -> bool:
        """Keep it with its bytes; False when somebody else was quicker to make the same one."""
        row = {column.name: getattr(document, column.name) for column in documents.c}
        await self._session.flush()  # the contract may be new in the same work
        kept = await self._session.scalar(
            insert(documents).values(row).on_conflict_do_nothing().returning(documents.c.id)
        )
        if kept is None:
            return False
        await self._session.execute(
            document_contents.insert().values(id=document.id, content=content)
        )
        return True

    async def made(self, subject: Subject, language: Language) -> IssuedDocument | None:
        """The document of this thing in this language, if it was made."""
        found: IssuedDocument | None = await self._session.scalar(
            select(IssuedDocument).where(
                documents.c.subject_id == subject.id,
                documents.c.kind == subject.kind,
                documents.c.subject_version == subject.version,
                documents.c.language == language,
            )
        )
        return found

    async def get(self, document_id: UUID, *, asked_by: Principal) -> IssuedDocument:
        """The document, if whoever asks may see it; to a stranger there is none."""
        found = await self._session.get(IssuedDocument, document_id)
        if found is None or not asked_by.sees(found.customer_id):
            raise NotFound(f"there is no document {document_id}")
        return found

    async def content(self, document: IssuedDocument) -> bytes:
        """Its bytes."""
        wanted = select(document_contents.c.content).where(document_contents.c.id == document.id)
        content = await self._session.scalar(wanted)
        if content is None:
            raise NotFound(f"there is no document {document.id}")
        return bytes(content)

    async def schedules(self, policy_id: UUID) -> Sequence[IssuedDocument]:
        """Every schedule of the contract, of any revision and in any language."""
        wanted = select(IssuedDocument).where(
            documents.c.policy_id == policy_id, documents.c.kind == DocumentKind.SCHEDULE
        )
        return (await self._session.scalars(wanted)).all()

    async def newest(self, customer_id: UUID, limit: int) -> Sequence[IssuedDocument]:
        """The customer's newest."""
        theirs = select(IssuedDocument).where(documents.c.customer_id == customer_id)
        newest = theirs.order_by(documents.c.id.desc()).limit(limit)
        return (await self._session.scalars(newest)).all()

    def matching(
        self,
        *,
        asked_by: Principal,
        customer_id: UUID | None,
        policy_id: UUID | None,
        application_id: UUID | None = None,
        kind: DocumentKind | None,
    ) -> Select[Any]:
        """The documents that whoever asks may see: whose, of what, of which kind."""
        wanted = select(IssuedDocument)
        if not asked_by.is_staff:
            wanted = wanted.where(documents.c.customer_id == asked_by.customer_id)
        if customer_id is not None:
            wanted = wanted.where(documents.c.customer_id == customer_id)
        if policy_id is not None:
            wanted = wanted.where(documents.c.policy_id == policy_id)
        if application_id is not None:
            wanted = wanted.where(documents.c.application_id == application_id)
        if kind is not None:
            wanted = wanted.where(documents.c.kind == kind)
        return wanted
