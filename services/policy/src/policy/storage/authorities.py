"""Where it is kept who may decide what, and from when to when."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Date, Index, Integer, Select, Table, Text, Uuid, select
from sqlalchemy.orm import registry

from chassis.documents import Document
from chassis.errors import NotFound
from chassis.work import Work
from policy.domain.underwriting.authority import Authority
from policy.storage.tables import metadata

authorities = Table(
    "authorities",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date, nullable=False),
    Column("granted_by", Text, nullable=False),
    Column("related", Document(list[UUID]), nullable=False),
)
Index(None, authorities.c.holder)


def map_authorities(mappers: registry) -> None:
    """Map the authority to its table."""
    mappers.map_imperatively(Authority, authorities)


class Authorities:
    """Who may decide what."""

    key: Final = (authorities.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, authority: Authority) -> None:
        """Keep a new grant."""
        self._session.add(authority)

    async def get(self, authority_id: UUID) -> Authority:
        """One grant."""
        found = await self._session.get(Authority, authority_id)
        if found is None:
            raise NotFound(f"there is no authority {authority_id}")
        return found

    async def of(self, holder: str) -> Sequence[Authority]:
        """Every grant to this person, past and to come."""
        found = await self._session.scalars(select(Authority).where(authorities.c.holder == holder))
        return found.all()

    def all(self) -> Select[Any]:
        """Every grant."""
        return select(Authority)
