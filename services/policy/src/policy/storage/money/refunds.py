"""Where refunds are kept."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Select, Table, Text, Uuid, select
from sqlalchemy.orm import registry

from chassis.database import money, money_columns, status_column, utc_instant, version_column
from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.money import Money
from chassis.work import Work
from policy.domain.money.refund import BACK_FROM, Refund, Status
from policy.storage.money.account_tables import accounts
from policy.storage.money.bulk import among
from policy.storage.tables import metadata

_LIKENESSES: Final = 10
refunds = Table(
    "refunds",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("policy_id", Uuid, ForeignKey(accounts.c.id), nullable=False),
    Column("customer_id", Uuid, nullable=False),
    *money_columns("amount"),
    Column("reason", Text, nullable=False),
    Column("to_account", Text),
    utc_instant("wanted_at"),
    Column("wanted_by", Text, nullable=False),
    status_column("status", Status),
    utc_instant("decided_at", nullable=True),
    Column("decided_by", Text),
    Column("void_because", Text),
    version_column(),
)
Index(None, refunds.c.customer_id, refunds.c.id)


def map_refunds(mappers: registry) -> None:
    """Map it to its table."""
    mappers.map_imperatively(
        Refund,
        refunds,
        version_id_col=refunds.c.version,
        properties={"amount": money(refunds, "amount")},
    )


class Refunds:
    """Money on its way back."""

    key: Final = (refunds.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, refund: Refund) -> None:
        """Keep a new one."""
        self._session.add(refund)

    async def get(self, refund_id: UUID, *, asked_by: Principal) -> Refund:
        """One of them, if whoever asks may see it."""
        found = await self._session.get(Refund, refund_id)
        if found is None or not asked_by.sees(found.customer_id):
            raise NotFound(f"there is no refund {refund_id}")
        return found

    def matching(self, *, asked_by: Principal) -> Select[Any]:
        """Those that whoever asks may see."""
        wanted = select(Refund)
        if asked_by.is_staff:
            return wanted
        return wanted.where(refunds.c.customer_id == asked_by.customer_id)

    async def wanted(self, policy_id: UUID, *, alone: bool = False) -> Sequence[Refund]:
        """Those of a contract that wait for a person; `alone`: nobody else decides meanwhile."""
        waiting = select(Refund).where(
            refunds.c.policy_id == policy_id, refunds.c.status == Status.WANTED
        )
        waiting = waiting.order_by(refunds.c.id)
        return (await self._session.scalars(waiting.with_for_update() if alone else waiting)).all()

    async def sent(self, end_to_end: Collection[str]) -> dict[str, Refund]:
        """Refunds that left us, by the id they travel under: theirs, without hyphens."""
        ids = ids_of(end_to_end)
        if not ids:
            return {}
        wanted = select(Refund).where(among(refunds.c.id, ids), refunds.c.status.in_(BACK_FROM))
        return {ids[one.id]: one for one in await self._session.scalars(wanted)}

    async def find(self, refund_id: UUID) -> Refund | None:
        """One of them, if there is one; nobody else decides about it meanwhile."""
        return await self._session.get(Refund, refund_id, with_for_update=True)

    async def like(self, amount: Money, *, back: bool = False) -> Sequence[Refund]:
        """A few of exactly this amount, no more than a hint: under way, or that may come `back`."""
        wanted = select(Refund).where(
            refunds.c.status.in_(BACK_FROM if back else {Status.SENT}),
            refunds.c.amount_amount == amount.amount,
            refunds.c.amount_currency == amount.currency,
        )
        found = await self._session.scalars(wanted.order_by(refunds.c.id.desc()).limit(_LIKENESSES))
        return found.all()


def ids_of(end_to_end: Collection[str]) -> dict[UUID, str]:
    """Of these end-to-end ids, those that are ids of ours."""
    ids = {}
    for name in end_to_end:
        try:
            ids[UUID(name)] = name
        except ValueError:
            continue
    return ids
