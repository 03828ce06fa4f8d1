"""Where requests to put a contract back in force are kept."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, Column, ForeignKey, Index, Select, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from chassis.database import money, money_columns, status_column, utc_instant, version_column
from chassis.errors import NotFound
from chassis.work import Work
from policy.domain.reinstatement import OVER, Reinstatement, ReinstatementStatus
from policy.storage.policies import policies
from policy.storage.tables import metadata

reinstatements = Table(
    "reinstatements",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("policy_id", Uuid, ForeignKey(policies.c.id), nullable=False),
    Column("customer_id", Uuid, nullable=False),
    utc_instant("requested_at"),
    Column("requested_by", Text, nullable=False),
    *money_columns("owed"),
    utc_instant("gap_from"),
    Column("evidence_needed", Boolean, nullable=False),
    Column("evidence", Text),
    Column("answer", JSONB(none_as_null=True)),
    status_column("status", ReinstatementStatus),
    utc_instant("paid_at", nullable=True),
    utc_instant("decided_at", nullable=True),
    Column("decided_by", Text),
    Column("reason", Text),
    utc_instant("cover_back_at", nullable=True),
    version_column(),
)
Index(None, reinstatements.c.policy_id, reinstatements.c.id)


def map_reinstatements(mappers: registry) -> None:
    """Map the request to its table."""
    mappers.map_imperatively(
        Reinstatement,
        reinstatements,
        version_id_col=reinstatements.c.version,
        properties={"owed": money(reinstatements, "owed")},
    )


class Reinstatements:
    """The requests of contracts."""

    key: Final = (reinstatements.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, request: Reinstatement) -> None:
        """Keep a new request."""
        self._session.add(request)

    async def get(
        self, request_id: UUID, *, policy_id: UUID | None = None, anew: bool = False
    ) -> Reinstatement:
        """The request, of this contract where one is named. `anew`: as it is by now."""
        found = await self._session.get(Reinstatement, request_id, populate_existing=anew)
        if found is None or policy_id not in {None, found.policy_id}:
            raise NotFound(f"there is no request {request_id}")
        return found

    async def waiting(self, policy_id: UUID) -> Reinstatement | None:
        """The one of this contract that has not taken effect and was not refused."""
        return next(iter(await self.all_waiting(policy_id)), None)

    async def all_waiting(self, policy_id: UUID) -> Sequence[Reinstatement]:
        """Every such request, the newest first."""
        found = await self._session.scalars(
            self.matching(policy_id)
            .where(
                reinstatements.c.status.not_in(OVER),
                reinstatements.c.cover_back_at.is_(None),
            )
            .order_by(reinstatements.c.id.desc())
        )
        return found.all()

    def matching(self, policy_id: UUID) -> Select[Any]:
        """Those of a contract."""
        return select(Reinstatement).where(reinstatements.c.policy_id == policy_id)
