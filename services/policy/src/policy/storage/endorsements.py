"""Where endorsements are kept."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Integer,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    select,
)
from sqlalchemy.orm import registry

from chassis.database import Word, money, money_columns, status_column, utc_instant, version_column
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.work import Work
from policy.domain.contract.change import Change
from policy.domain.contract.timeline import Resolution
from policy.domain.endorsement import Endorsement, EndorsementStatus
from policy.domain.money.line import Line
from policy.domain.policy import Policy
from policy.storage.policies import policies
from policy.storage.tables import metadata

endorsements = Table(
    "endorsements",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("policy_id", Uuid, ForeignKey(policies.c.id), nullable=False),
    Column("customer_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("change", Document(Change), nullable=False),
    Column("resolution", Word(Resolution)),
    *money_columns("premium_change"),
    Column("reason", Text, nullable=False),
    Column("requested_by", Text, nullable=False),
    utc_instant("requested_at"),
    status_column("status", EndorsementStatus),
    Column("accepted_by", Text),
    utc_instant("accepted_at", nullable=True),
    utc_instant("reversed_at", nullable=True),
    Column("reversal_reason", Text),
    Column("referred", Document(list[str]), nullable=False, server_default="[]"),
    Column("term", Integer, nullable=False, server_default="1"),
    Column("lines", Document(list[Line]), nullable=False, server_default="[]"),
    version_column(),
    UniqueConstraint("policy_id", "number"),
)


def map_endorsements(mappers: registry) -> None:
    """Map the endorsement to its table."""
    mappers.map_imperatively(
        Endorsement,
        endorsements,
        version_id_col=endorsements.c.version,
        properties={"premium_change": money(endorsements, "premium_change")},
    )


class Endorsements:
    """The endorsements of contracts."""

    key: Final = (endorsements.c.number,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, endorsement: Endorsement) -> None:
        """Keep a new one."""
        self._session.add(endorsement)

    async def of(self, policy_id: UUID) -> Sequence[Endorsement]:
        """All of this contract, as they were entered."""
        found = await self._session.scalars(
            self.matching(policy_id).order_by(endorsements.c.number)
        )
        return found.all()

    async def of_term(self, policy: Policy) -> Sequence[Endorsement]:
        """Those that change the term that runs now; the others are in its terms already."""
        return [one for one in await self.of(policy.id) if one.term == policy.term_number]

    async def get(self, endorsement_id: UUID, *, policy_id: UUID) -> Endorsement:
        """The one of this contract with this id; the contract has been shown to who asks."""
        endorsement = await self._session.get(Endorsement, endorsement_id)
        if endorsement is None or endorsement.policy_id != policy_id:
            raise NotFound(f"there is no endorsement {endorsement_id}")
        return endorsement

    def matching(self, policy_id: UUID) -> Select[Any]:
        """Those of a contract, to be read page by page."""
        return select(Endorsement).where(endorsements.c.policy_id == policy_id)
