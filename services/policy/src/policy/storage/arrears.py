"""Where unpaid premiums are kept, with their notices."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Column, Date, ForeignKey, Index, Table, Text, UniqueConstraint, Uuid, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from chassis.database import money, money_columns, status_column, utc_instant, version_column
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.work import Work
from policy.domain.arrears import Arrears, ArrearsStatus, Notice
from policy.storage.policies import policies
from policy.storage.tables import metadata

arrears = Table(
    "arrears",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("policy_id", Uuid, ForeignKey(policies.c.id), nullable=False),
    Column("customer_id", Uuid, nullable=False),
    Column("due_on", Date, nullable=False),
    *money_columns("amount"),
    Column("plan", Text, nullable=False),
    utc_instant("opened_at"),
    status_column("status", ArrearsStatus),
    Column("notices", Document(list[Notice]), nullable=False),
    Column("grace", JSONB(none_as_null=True)),
    utc_instant("settled_at", nullable=True),
    version_column(),
    UniqueConstraint("policy_id", "due_on"),
)
# Which arrears wait to hear of a notice.
notices = Table(
    "notices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("arrears_id", Uuid, ForeignKey(arrears.c.id), nullable=False),
)
Index(None, notices.c.arrears_id)


def map_arrears(mappers: registry) -> None:
    """Map arrears to their table."""
    mappers.map_imperatively(
        Arrears,
        arrears,
        version_id_col=arrears.c.version,
        properties={"amount": money(arrears, "amount")},
    )


class ArrearsBook:
    """The unpaid premiums of contracts."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, owed: Arrears) -> None:
        """Open new arrears."""
        self._session.add(owed)

    async def get(self, arrears_id: UUID) -> Arrears:
        """These arrears; nobody else changes them meanwhile."""
        found = await self._session.get(Arrears, arrears_id, with_for_update=True)
        if found is None:
            raise NotFound(f"there are no arrears {arrears_id}")
        return found

    async def whose(self, arrears_id: UUID) -> UUID:
        """The contract of these arrears: who changes both takes the contract first."""
        found: UUID | None = await self._session.scalar(
            select(arrears.c.policy_id).where(arrears.c.id == arrears_id)
        )
        if found is None:
            raise NotFound(f"there are no arrears {arrears_id}")
        return found

    async def due(self, policy_id: UUID, due_on: object) -> Arrears | None:
        """The arrears of this premium, if they were opened."""
        return await self._session.scalar(
            select(Arrears).where(arrears.c.policy_id == policy_id, arrears.c.due_on == due_on)
        )

    async def of(self, policy_id: UUID) -> Sequence[Arrears]:
        """All of this contract, the oldest due first."""
        found = await self._session.scalars(
            select(Arrears).where(arrears.c.policy_id == policy_id).order_by(arrears.c.due_on)
        )
        return found.all()

    async def expect(self, notice_id: UUID, owed: Arrears) -> None:
        """Remember who waits to hear of this notice."""
        await self._session.flush()  # the arrears are there before what refers to them
        await self._session.execute(notices.insert().values(id=notice_id, arrears_id=owed.id))

    async def of_notice(self, notice_id: UUID) -> Arrears | None:
        """The arrears that wait to hear of this notice; None when it is not of ours."""
        found = await self._session.scalar(
            select(notices.c.arrears_id).where(notices.c.id == notice_id)
        )
        return None if found is None else await self.get(found)
