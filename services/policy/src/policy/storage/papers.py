"""The bytes of papers that were handed in. What is known of them is in their application."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Uuid, insert, select

from chassis.errors import NotFound
from chassis.work import Work
from policy.storage.applications import applications
from policy.storage.tables import metadata

# The database lets nobody change one; only an erasure takes them out.
paper_contents = Table(
    "paper_contents",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("application_id", Uuid, ForeignKey(applications.c.id), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
Index(None, paper_contents.c.application_id)


class Papers:
    """What customers gave us on paper."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    async def keep(self, application_id: UUID, contents: Iterable[tuple[UUID, bytes]]) -> None:
        """Keep them, each under its id."""
        rows = [
            {"id": paper_id, "application_id": application_id, "content": content}
            for paper_id, content in contents
        ]
        if rows:
            await self._session.execute(insert(paper_contents).values(rows))

    async def content(self, paper_id: UUID) -> bytes:
        """Its bytes."""
        wanted = select(paper_contents.c.content).where(paper_contents.c.id == paper_id)
        content = await self._session.scalar(wanted)
        if content is None:
            raise NotFound(f"there is no paper {paper_id}")
        return bytes(content)
