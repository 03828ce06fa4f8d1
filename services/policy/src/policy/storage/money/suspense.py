"""Where money waits that nobody has explained yet."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Date, ForeignKey, Index, Select, Table, Text, Uuid, and_, or_, select
from sqlalchemy.orm import registry

from chassis.database import (
    Word,
    money,
    money_columns,
    status_column,
    utc_instant,
    version_column,
)
from chassis.errors import NotFound
from chassis.money import Money
from chassis.work import Work
from policy.domain.money.doubt import Doubt
from policy.domain.money.suspense import Status, Suspense
from policy.storage.money.bulk import among
from policy.storage.money.refunds import ids_of
from policy.storage.money.statements import entries
from policy.storage.tables import metadata

suspense = Table(
    "suspense",
    metadata,
    Column("id", Uuid, ForeignKey(entries.c.id), primary_key=True),
    *money_columns("amount"),
    Column("booked_on", Date, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("payer", Text),
    Column("payer_account", Text),
    Column("text", Text, nullable=False),
    Column("doubt", Word(Doubt), nullable=False),
    Column("policy_id", Uuid),
    status_column("status", Status),
    Column("note", Text),
    Column("invoice_id", Uuid),
    Column("application_id", Uuid),
    utc_instant("resolved_at", nullable=True),
    Column("resolved_by", Text),
    Column("to_account", Text),
    Column("return_wanted_by", Text),
    version_column(),
)
Index(None, suspense.c.status, suspense.c.id)
Index(
    "ix_suspense_application_id",
    suspense.c.application_id,
    postgresql_where=suspense.c.application_id.is_not(None),
)
Index(
    "ix_suspense_policy_id",
    suspense.c.policy_id,
    postgresql_where=suspense.c.policy_id.is_not(None),
)


def map_suspense(mappers: registry) -> None:
    """Map it to its table."""
    mappers.map_imperatively(
        Suspense,
        suspense,
        version_id_col=suspense.c.version,
        properties={"amount": money(suspense, "amount")},
    )


class SuspenseQueue:
    """What waits for a person."""

    key: Final = (suspense.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, waiting: list[Suspense]) -> None:
        """Let these wait; their entries are kept already."""
        self._session.add_all(waiting)

    async def get(self, entry_id: UUID) -> Suspense:
        """One of them."""
        found = await self._session.get(Suspense, entry_id)
        if found is None:
            raise NotFound(f"nothing waits under {entry_id}")
        return found

    async def returned(self, end_to_end: Collection[str]) -> dict[str, Suspense]:
        """What was sent back and no statement showed yet, by the id it travels under."""
        ids = ids_of(end_to_end)
        if not ids:
            return {}
        wanted = select(Suspense).where(
            among(suspense.c.id, ids), suspense.c.status == Status.RETURNED
        )
        return {ids[one.id]: one for one in await self._session.scalars(wanted)}

    async def held_for(self, application_id: UUID) -> Sequence[Suspense]:
        """What waits for the contract of this application, the oldest first."""
        wanted = select(Suspense).where(
            suspense.c.application_id == application_id, suspense.c.status == Status.HELD
        )
        return (await self._session.scalars(wanted.order_by(suspense.c.id))).all()

    async def waiting(self, entry_ids: Collection[UUID]) -> Sequence[Suspense]:
        """Money among these entries that waits, also for its contract; nobody else uses it now."""
        wanted = select(Suspense).where(
            among(suspense.c.id, entry_ids),
            suspense.c.status.in_([Status.OPEN, Status.HELD]),
            suspense.c.amount_amount > 0,
        )
        locked = wanted.order_by(suspense.c.id).with_for_update()
        return (await self._session.scalars(locked)).all()

    async def in_question(self, policy_id: UUID) -> Sequence[Suspense]:
        """Money that seems to be for this contract and waits for a person, the oldest first."""
        wanted = select(Suspense).where(
            suspense.c.policy_id == policy_id,
            suspense.c.status == Status.OPEN,
            suspense.c.amount_amount > 0,
        )
        return (await self._session.scalars(wanted.order_by(suspense.c.id))).all()

    async def may_be(self, application_id: UUID, amount: Money) -> Sequence[Suspense]:
        """What is not resolved and names this application, or is unknown and of this amount."""
        alike = and_(
            suspense.c.doubt == Doubt.UNKNOWN,
            suspense.c.application_id.is_(None),
            suspense.c.amount_amount == amount.amount,
            suspense.c.amount_currency == amount.currency,
        )
        wanted = select(Suspense).where(
            suspense.c.status.in_([Status.OPEN, Status.HELD]),
            or_(suspense.c.application_id == application_id, alike),
        )
        return (await self._session.scalars(wanted.order_by(suspense.c.id))).all()

    def matching(self, status: Status | None) -> Select[Any]:
        """All of them, or those of a status."""
        wanted = select(Suspense)
        return wanted if status is None else wanted.where(suspense.c.status == status)
