"""Where the contracts are kept."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    any_,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry

from chassis.database import money, money_columns, status_column, utc_instant, version_column
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.work import Work
from contracts.insured import Address
from policy.domain.application_parts import Dispatch
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.picture import DatedFact, Stretch
from policy.domain.offer import Levy
from policy.domain.policy import Policy, Status
from policy.storage.customers import customers
from policy.storage.tables import metadata

policies = Table(
    "policies",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("customer_id", Uuid, ForeignKey(customers.c.id), nullable=False),
    Column("product", Text, nullable=False),
    Column("product_version", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("insured_place", Document(Address), nullable=False),
    Column("place_key", Text),
    Column("time_zone", Text, nullable=False),
    *money_columns("sum_insured"),
    *money_columns("deductible"),
    *money_columns("premium"),
    *money_columns("billed"),
    Column("levies", Document(list[Levy]), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("term_ends_on", Date, nullable=False),
    utc_instant("starts_at"),
    utc_instant("ends_at"),
    utc_instant("issued_at"),
    Column("issued_by", Text, nullable=False),
    Column("original", Document(Agreed), nullable=False),
    Column("facts", Document(list[DatedFact]), nullable=False),
    Column("revision", Integer, nullable=False),
    status_column("status", Status),
    utc_instant("delivered_at", nullable=True),
    Column("dispatches", Document(list[Dispatch]), nullable=False, server_default="[]"),
    utc_instant("cancelled_at", nullable=True),
    Column("cancellation_reason", Text),
    *money_columns("refund", nullable=True),
    Column("term_number", Integer, nullable=False, server_default="1"),
    Column("earlier", Document(list[Stretch]), nullable=False, server_default="[]"),
    Column("coming", Document(Stretch)),
    version_column(),
)
# A customer's policies, newest first: ids grow with time.
Index(None, policies.c.customer_id, policies.c.id)
# What else is insured at an address, when one more is.
Index(
    "ix_policies_place_key",
    policies.c.place_key,
    postgresql_where=policies.c.place_key.is_not(None),
)


def map_policies(mappers: registry) -> None:
    """Map the contract to its table."""
    mappers.map_imperatively(
        Policy,
        policies,
        version_id_col=policies.c.version,
        properties={
            name: money(policies, name)
            for name in ("sum_insured", "deductible", "premium", "billed", "refund")
        },
    )


class NotKnownYet(NotFound, code="not-known-yet"):
    """This contract was not issued yet when you ask what we knew of it."""


class Policies:
    """The contracts."""

    key: Final = (policies.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    async def get(
        self,
        policy_id: UUID,
        *,
        asked_by: Principal,
        alone: bool = False,
        known_at: datetime | None = None,
    ) -> Policy:
        """The contract, if whoever asks may see it; to a stranger there is none.

        `alone`: no other work changes it, or asks for a change of it, until this one is over.
        `known_at`: nor is there any, as we knew then, before it was issued.
        """
        lock = {"key_share": True} if alone else None
        policy = await self._session.get(Policy, policy_id, with_for_update=lock)
        if policy is None or not asked_by.sees(policy.customer_id):
            raise NotFound(f"there is no policy {policy_id}")
        if known_at is not None and known_at < policy.issued_at:
            raise NotKnownYet(
                f"{policy.number} was issued at {policy.issued_at.isoformat()}; at "
                f"{known_at.isoformat()} we knew of no contract"
            )
        return policy

    async def by_id(self, policy_id: UUID, *, alone: bool = False) -> Policy:
        """The contract, for our own doing: an alarm, an event. `alone`: as in `get`."""
        lock = {"key_share": True} if alone else None
        policy = await self._session.get(Policy, policy_id, with_for_update=lock)
        if policy is None:
            raise NotFound(f"there is no policy {policy_id}")
        return policy

    async def resting(self, policy_ids: Collection[UUID]) -> Sequence[Policy]:
        """Those of these whose cover rests."""
        these = policies.c.id == any_(literal(list(policy_ids), ARRAY(Uuid)))  # however many
        resting = select(Policy).where(these, policies.c.status == Status.SUSPENDED)
        return (await self._session.scalars(resting)).all()

    async def newest(self, customer_id: UUID, limit: int) -> Sequence[Policy]:
        """The customer's newest."""
        theirs = select(Policy).where(policies.c.customer_id == customer_id)
        newest = theirs.order_by(policies.c.id.desc()).limit(limit)
        return (await self._session.scalars(newest)).all()

    def matching(
        self, *, asked_by: Principal, customer_id: UUID | None, number: str | None
    ) -> Select[Any]:
        """The contracts that whoever asks may see, of this customer and with this number."""
        wanted = select(Policy)
        if not asked_by.is_staff:
            wanted = wanted.where(policies.c.customer_id == asked_by.customer_id)
        if customer_id is not None:
            wanted = wanted.where(policies.c.customer_id == customer_id)
        if number is not None:
            wanted = wanted.where(policies.c.number == number)
        return wanted
