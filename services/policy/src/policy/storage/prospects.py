"""Where prospects are kept, and who has fewest of them waiting."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    TIMESTAMP,
    Column,
    ColumnElement,
    Index,
    Select,
    Table,
    Text,
    Uuid,
    false,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import registry

from chassis.database import Word, status_column, utc_instant, version_column
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.work import Work
from contracts.insured import Language
from policy.domain.customer import Customer
from policy.domain.insured_file import FileErased
from policy.domain.prospect import (
    AlreadyCustomer,
    AlreadyKnown,
    Consent,
    Prospect,
    ProspectStatus,
)
from policy.storage.tables import metadata

prospects = Table(
    "prospects",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("phone", Text),
    Column("language", Word(Language), nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("consents", Document(list[Consent]), nullable=False),
    Column("met_at", TIMESTAMP(timezone=True), nullable=False, server_default=func.now()),
    utc_instant("welcomed_at", nullable=True),
    utc_instant("answer_by"),
    utc_instant("answered_at", nullable=True),
    Column("answered_by", Text),
    utc_instant("broken_at", nullable=True),
    status_column("status", ProspectStatus),
    version_column(),
)
Index(
    "ix_prospects_waiting",
    prospects.c.agent,
    postgresql_where=prospects.c.status == ProspectStatus.NEW.value,
)
Index(None, prospects.c.agent, prospects.c.id)
# However somebody writes them: Wei@ is wei@, and 0100-22 is 010022.
_MAIL: Final[ColumnElement[str]] = func.lower(prospects.c.email)
_DIGITS: Final[ColumnElement[str]] = func.translate(
    prospects.c.phone, text("'+ ()./-'"), text("''")
)
Index("ix_prospects_mail", _MAIL)
Index("ix_prospects_digits", _DIGITS)
_SIGNS: Final = str.maketrans("", "", "+ ()./-")
_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('prospect:' || :who, 0))")


def map_prospects(mappers: registry) -> None:
    """Map the prospect to its table."""
    mappers.map_imperatively(Prospect, prospects, version_id_col=prospects.c.version)


class Prospects:
    """Everybody who spoke to us first by some channel."""

    key: Final = (prospects.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, prospect: Prospect) -> None:
        """Keep a new one."""
        self._session.add(prospect)

    async def knows(self, prospect_id: UUID) -> bool:
        """Whether they have been welcomed."""
        return await self._session.get(Prospect, prospect_id) is not None

    async def known_by(self, *, email: str | None, phone: str | None) -> Prospect | None:
        """Who has this mail or this phone, the first of them.

        Nobody else is written down with either until this work is done.
        """
        mail = None if email is None else email.lower()
        digits = None if phone is None else phone.translate(_SIGNS)
        for who in sorted(each for each in (mail, digits) if each):
            await self._session.execute(_LOCK, {"who": who})
        same = or_(
            _MAIL.in_([mail]) if mail else false(), _DIGITS.in_([digits]) if digits else false()
        )
        wanted = select(Prospect).where(same).order_by(prospects.c.id).limit(1)
        return (await self._session.scalars(wanted)).first()

    async def must_be_new(self, prospect_id: UUID) -> None:
        """Refuse a second welcome, and that of somebody who has a file or had one erased."""
        if await self._session.get(Prospect, prospect_id) is not None:
            raise AlreadyKnown("this person has been welcomed already")
        customer = await self._session.get(Customer, prospect_id)
        if customer is None:
            return
        if customer.erased_at is not None:
            raise FileErased("what we knew under this id was erased: sign in as somebody new")
        raise AlreadyCustomer("this person has a file already")

    async def get(self, prospect_id: UUID, *, asked_by: Principal) -> Prospect:
        """The prospect, if whoever asks may see it; to a stranger there is none."""
        found = await self._session.get(Prospect, prospect_id)
        if found is None or not asked_by.sees(found.id):
            raise NotFound(f"there is no prospect {prospect_id}")
        return found

    async def by_id(self, prospect_id: UUID) -> Prospect:
        """The prospect, for an order that comes from inside."""
        found = await self._session.get(Prospect, prospect_id)
        if found is None:
            raise NotFound(f"there is no prospect {prospect_id}")
        return found

    async def freest(self, agents: Sequence[str]) -> str:
        """The agent with the fewest prospects that wait; of several, the first of the roster."""
        rows = await self._session.execute(
            select(prospects.c.agent, func.count())
            .where(prospects.c.status == ProspectStatus.NEW.value, prospects.c.agent.in_(agents))
            .group_by(prospects.c.agent)
        )
        waiting: dict[str, int] = {row[0]: row[1] for row in rows}
        return min(agents, key=lambda agent: waiting.get(agent, 0))

    def matching(self, *, agent: str | None) -> Select[Any]:
        """All of them, or those of one agent."""
        wanted = select(Prospect)
        return wanted if agent is None else wanted.where(prospects.c.agent == agent)
