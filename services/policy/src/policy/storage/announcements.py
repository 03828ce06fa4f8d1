"""Where announcements are kept."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Index, Select, Table, Text, Uuid, select
from sqlalchemy.orm import registry

from chassis.database import status_column, utc_instant, version_column
from chassis.documents import Document
from chassis.work import Work
from contracts.insured import Language
from policy.domain.announcement import Announcement, Audience, Kind, NoSuchAnnouncement, Words
from policy.storage.tables import metadata

announcements = Table(
    "announcements",
    metadata,
    Column("id", Uuid, primary_key=True),
    status_column("kind", Kind),
    status_column("audience", Audience),
    Column("words", Document(dict[Language, Words]), nullable=False),
    utc_instant("valid_from"),
    utc_instant("valid_until"),
    Column("published_by", Text, nullable=False),
    utc_instant("published_at"),
    Column("withdrawn_by", Text),
    utc_instant("withdrawn_at", nullable=True),
    version_column(),
)
Index(None, announcements.c.valid_until)


def map_announcements(mappers: registry) -> None:
    """Map the announcement to its table."""
    mappers.map_imperatively(Announcement, announcements, version_id_col=announcements.c.version)


class Announcements:
    """Everything we announced."""

    key: Final = (announcements.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, announcement: Announcement) -> None:
        """Keep a new one."""
        self._session.add(announcement)

    async def get(self, announcement_id: UUID) -> Announcement:
        """The one with this id, in force or not."""
        found = await self._session.get(Announcement, announcement_id)
        if found is None:
            raise NoSuchAnnouncement
        return found

    def matching(self, *, kind: Kind | None, audience: Audience | None) -> Select[Any]:
        """All of them, to come, in force, over and withdrawn."""
        wanted = select(Announcement)
        if kind is not None:
            wanted = wanted.where(announcements.c.kind == kind)
        if audience is not None:
            wanted = wanted.where(announcements.c.audience == audience)
        return wanted

    def in_public(
        self, *, kind: Kind | None, audience: Audience | None, now: datetime
    ) -> Select[Any]:
        """Those in force that anybody may read."""
        return self.matching(kind=kind, audience=audience).where(
            announcements.c.audience != Audience.STAFF,
            announcements.c.withdrawn_at.is_(None),
            announcements.c.valid_from <= now,
            announcements.c.valid_until > now,
        )
