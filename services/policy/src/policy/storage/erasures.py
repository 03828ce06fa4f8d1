"""Where erasures are kept, and what stands in their way."""

from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    Uuid,
    and_,
    exists,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import registry

from chassis.database import status_column, utc_instant, version_column
from chassis.documents import Document
from chassis.work import Work
from policy.domain.application import Status as ApplicationStatus
from policy.domain.erasure import Ended, Erasure, ErasureStatus, Obstacle, Retained
from policy.domain.money.invoice import OPEN, Status
from policy.domain.money.suspense import Status as Waiting
from policy.domain.period import local_day
from policy.domain.policy import Policy
from policy.domain.policy import Status as PolicyStatus
from policy.domain.task import TaskStatus
from policy.storage.applications import applications
from policy.storage.customers import customers
from policy.storage.money.account_tables import accounts, invoices
from policy.storage.money.suspense import suspense
from policy.storage.policies import policies
from policy.storage.tables import metadata
from policy.storage.tasks import tasks

erasures = Table(
    "erasures",
    metadata,
    Column("customer_id", Uuid, ForeignKey(customers.c.id), primary_key=True),
    utc_instant("asked_at"),
    Column("asked_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    status_column("status", ErasureStatus),
    Column("obstacles", Document(tuple[Obstacle, ...]), nullable=False),
    Column("kept", Document(tuple[Retained, ...]), nullable=False),
    utc_instant("reduced_at", nullable=True),
    utc_instant("done_at", nullable=True),
    utc_instant("looks_again_at", nullable=True),
    version_column(),
)
# What claims told us: a loss that is not settled needs to know whom it is about.
known_claims = Table(
    "known_claims",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Uuid, nullable=False),
    Column("policy_id", Uuid),
    Column("is_open", Boolean, nullable=False),
)
Index(
    "ix_known_claims_customer_id",
    known_claims.c.customer_id,
    postgresql_where=known_claims.c.is_open,
)
Index(
    "ix_known_claims_policy_id",
    known_claims.c.policy_id,
    postgresql_where=known_claims.c.policy_id.is_not(None),
)
_OVER = (
    ApplicationStatus.ARCHIVED,
    ApplicationStatus.DECLINED,
    ApplicationStatus.WITHDRAWN,
    ApplicationStatus.DISPATCHED,
    ApplicationStatus.IN_FORCE,
    ApplicationStatus.POSTPONED,  # nothing runs: it is withdrawn, and forgotten with the rest
)
_LIVES = (PolicyStatus.ISSUED, PolicyStatus.SUSPENDED)


def map_erasures(mappers: registry) -> None:
    """Map the erasure to its table."""
    mappers.map_imperatively(Erasure, erasures, version_id_col=erasures.c.version)


class Erasures:
    """Who asked to be forgotten."""

    def __init__(self, work: Work) -> None:
        self._session, self._now = work.session, work.now

    def add(self, erasure: Erasure) -> None:
        """Keep a new one."""
        self._session.add(erasure)

    async def of(self, customer_id: UUID) -> Erasure | None:
        """The customer's, if they asked."""
        return await self._session.get(Erasure, customer_id)

    async def obstacles(self, customer_id: UUID) -> list[Obstacle]:
        """What still runs."""
        return [
            *await self._running(customer_id),
            *await self._claims(customer_id),
            *await self._money(customer_id),
            *await self._deposits(customer_id),
            *await self._applications(customer_id),
        ]

    async def ended(self, customer_id: UUID) -> list[Ended]:
        """The customer's contracts, all over by now."""
        theirs = select(Policy).where(policies.c.customer_id == customer_id)
        found: list[Policy] = list(await self._session.scalars(theirs))
        return [
            Ended(
                policy_id=one.id,
                number=one.number,
                jurisdiction=one.jurisdiction,
                ended_on=max(local_day(one.issued_at, one.time_zone), one.ends_on),
                time_zone=one.time_zone,
            )
            for one in found
        ]

    async def hear_of_claim(
        self, claim_id: UUID, customer_id: UUID, *, policy_id: UUID | None = None, is_open: bool
    ) -> None:
        """A claim was made, or is settled; settled is the last word, whatever comes late."""
        row = {"id": claim_id, "customer_id": customer_id, "policy_id": policy_id}
        heard = insert(known_claims).values({**row, "is_open": is_open})
        if is_open:
            heard = heard.on_conflict_do_update(
                index_elements=["id"], set_={"policy_id": policy_id}
            )
        else:
            heard = heard.on_conflict_do_update(index_elements=["id"], set_={"is_open": False})
        await self._session.execute(heard)

    async def claimed(self, policy_id: UUID) -> bool:
        """Whether a loss was ever claimed under this contract."""
        known = exists().where(known_claims.c.policy_id == policy_id)
        return bool(await self._session.scalar(select(known)))

    async def _running(self, customer_id: UUID) -> list[Obstacle]:
        wanted = select(policies.c.number, policies.c.ends_at).where(
            policies.c.customer_id == customer_id,
            policies.c.status.in_(_LIVES),
            policies.c.ends_at > self._now,
        )
        return [
            Obstacle(what="contract", which=row.number, until=row.ends_at)
            for row in await self._session.execute(wanted)
        ]

    async def _claims(self, customer_id: UUID) -> list[Obstacle]:
        wanted = select(known_claims.c.id).where(
            known_claims.c.customer_id == customer_id, known_claims.c.is_open
        )
        found = await self._session.scalars(wanted)
        return [Obstacle(what="claim", which=str(one)) for one in found]

    async def _money(self, customer_id: UUID) -> list[Obstacle]:
        owed = exists().where(
            invoices.c.policy_id == accounts.c.id, invoices.c.status.in_(OPEN - {Status.PLANNED})
        )
        wanted = (
            select(accounts.c.number)
            .join(policies, policies.c.id == accounts.c.id)
            .where(policies.c.customer_id == customer_id, or_(accounts.c.credit > 0, owed))
        )
        found = await self._session.scalars(wanted)
        return [Obstacle(what="money", which=one) for one in found]

    async def _deposits(self, customer_id: UUID) -> list[Obstacle]:
        """Paid for an application without a contract, and not given back yet."""
        one = applications.c
        waits = exists().where(
            suspense.c.application_id == one.id,
            suspense.c.status.in_([Waiting.OPEN, Waiting.HELD]),
        )
        returned = exists().where(
            tasks.c.application_id == one.id,
            tasks.c.kind == "premium_to_return",
            tasks.c.status == TaskStatus.DONE,
        )
        kept = and_(one.policy_id.is_(None), one.received_amount.is_not(None), ~returned)
        wanted = select(one.number).where(one.customer_id == customer_id, or_(waits, kept))
        found = await self._session.scalars(wanted)
        return [Obstacle(what="money", which=number) for number in found]

    async def _applications(self, customer_id: UUID) -> list[Obstacle]:
        wanted = select(applications.c.number).where(
            applications.c.customer_id == customer_id, applications.c.status.not_in(_OVER)
        )
        found = await self._session.scalars(wanted)
        return [Obstacle(what="application", which=one) for one in found]
