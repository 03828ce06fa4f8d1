"""Where the claims service keeps claims, and what it remembers of policies. All its SQL is here."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    ScalarSelect,
    Select,
    Table,
    Text,
    Uuid,
    exists,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import column_property, registry

from chassis.database import (
    Word,
    money,
    money_columns,
    new_metadata,
    status_column,
    utc_instant,
    version_column,
)
from chassis.documents import Document
from chassis.errors import Conflict, NotFound
from chassis.identity import Principal
from chassis.work import Work
from claims.domain.claim import Claim, Status
from claims.domain.cover import Cover
from contracts.claims import Finding
from contracts.insured import Peril
from contracts.policy import Clause, CoverGap, CoverInForce, CoverPicture

metadata = new_metadata()

# What policy said when it issued, one row a policy.
covers = Table(
    "covers",
    metadata,
    Column("policy_id", Uuid, primary_key=True),
    Column("number", Text, nullable=False),
    Column("customer_id", Uuid, nullable=False),
    Column("perils", Document(list[Peril]), nullable=False),
    *money_columns("sum_insured"),
    *money_columns("deductible"),
    utc_instant("starts_at"),
    utc_instant("ends_at"),
    Column("time_zone", Text, nullable=False),
    Column("clauses", Document(list[Clause]), nullable=False),
)

# What policy said when it cancelled: apart, because it may be heard before the issue.
cancellations = Table(
    "cancellations",
    metadata,
    Column("policy_id", Uuid, primary_key=True),
    utc_instant("cover_ends_at"),
)

# Every picture of cover that policy drew, the newest of which is true.
cover_history = Table(
    "cover_history",
    metadata,
    Column("policy_id", Uuid, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("covers", Document(list[CoverInForce]), nullable=False),
    Column("gaps", Document(list[CoverGap]), nullable=False),
    utc_instant("heard_at"),
)

claims = Table(
    "claims",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("policy_id", Uuid, nullable=False),
    Column("customer_id", Uuid, nullable=False),
    Column("peril", Word(Peril), nullable=False),
    utc_instant("occurred_at"),
    Column("occurred_on", Date, nullable=False),
    *money_columns("damage"),
    *money_columns("property_value", nullable=True),
    Column("description", Text, nullable=False),
    utc_instant("filed_at"),
    Column("filed_by", Text, nullable=False),
    status_column("status", Status),
    Column("findings", Document(list[Finding]), nullable=False),
    Column("proposed_decision", Text),
    *money_columns("proposed_amount", nullable=True),
    *money_columns("amount", nullable=True),
    Column("reason", Text),
    Column("decided_by", Text),
    utc_instant("decided_at", nullable=True),
    Column("payment_reference", Text, unique=True),
    utc_instant("paid_at", nullable=True),
    utc_instant("withdrawn_at", nullable=True),
    version_column(),
)
# Lists, newest first: ids grow with time.
Index(None, claims.c.customer_id, claims.c.id)
Index(None, claims.c.status, claims.c.id)
Index(None, claims.c.policy_id, claims.c.id)

MONEY_OF_A_CLAIM: Final = ("damage", "property_value", "proposed_amount", "amount")


def start_mappers() -> None:
    """Map the entities to their tables."""
    mappers = registry(metadata=metadata)
    cancelled_from = (
        select(cancellations.c.cover_ends_at)
        .where(cancellations.c.policy_id == covers.c.policy_id)
        .scalar_subquery()
    )
    mappers.map_imperatively(
        Cover,
        covers,
        properties={
            "sum_insured": money(covers, "sum_insured"),
            "deductible": money(covers, "deductible"),
            "cancelled_from": column_property(cancelled_from),
            "parts": column_property(_newest(cover_history.c.covers)),
            "gaps": column_property(_newest(cover_history.c.gaps)),
        },
    )
    mappers.map_imperatively(
        Claim,
        claims,
        version_id_col=claims.c.version,
        properties={name: money(claims, name) for name in MONEY_OF_A_CLAIM},
    )


def _newest(column: Column[Any]) -> ScalarSelect[Any]:
    return (
        select(column)
        .where(cover_history.c.policy_id == covers.c.policy_id)
        .order_by(cover_history.c.revision.desc())
        .limit(1)
        .scalar_subquery()
    )


class PolicyUnknown(NotFound, code="policy-unknown"):
    """Claims has not heard of this policy, or not yet."""


class ReferenceUsed(Conflict, code="payment-reference-used"):
    """Another claim was paid under this reference."""


class Covers:
    """What we remember of policies."""

    def __init__(self, work: Work) -> None:
        self._session, self._now = work.session, work.now

    async def get(
        self, policy_id: UUID, *, asked_by: Principal | None = None, alone: bool = False
    ) -> Cover:
        """The cover, if whoever asks may see it; to a stranger there is none.

        `alone`: no other work takes a claim on this policy until this one is over.
        """
        lock = {"key_share": True} if alone else None
        cover = await self._session.get(Cover, policy_id, with_for_update=lock)
        if cover is None or not (asked_by is None or asked_by.sees(cover.customer_id)):
            raise PolicyUnknown(
                f"there is no policy {policy_id}", field="/policy_id", retry_after=1
            )
        return cover

    async def remember(self, cover: Cover) -> None:
        """Keep what policy issued; hearing it twice changes nothing."""
        await self._session.merge(cover)

    async def remember_cancellation(self, policy_id: UUID, ends_at: datetime) -> None:
        """Keep that cover ends early, whether or not we know of the cover yet."""
        row = {"policy_id": policy_id, "cover_ends_at": ends_at}
        await self._session.execute(insert(cancellations).values(row).on_conflict_do_nothing())

    async def remember_picture(self, picture: CoverPicture) -> None:
        """Keep a picture of cover under its revision; one without covers or gaps says nothing."""
        if not (picture.covers or picture.gaps):
            return
        row = picture.model_dump(include={"policy_id", "revision"})
        row |= {"covers": picture.covers, "gaps": picture.gaps, "heard_at": self._now}
        await self._session.execute(insert(cover_history).values(row).on_conflict_do_nothing())


class Claims:
    """The claims."""

    key: Final = (claims.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, claim: Claim) -> None:
        """Keep a new claim."""
        self._session.add(claim)

    async def get(self, claim_id: UUID, *, asked_by: Principal) -> Claim:
        """The claim, if whoever asks may see it; to a stranger there is none."""
        claim = await self._session.get(Claim, claim_id)
        if claim is None or not asked_by.sees(claim.customer_id):
            raise NotFound(f"there is no claim {claim_id}")
        return claim

    async def numbers_of_day(self, policy_id: UUID, day: date) -> Sequence[str]:
        """The claims on this policy for a loss on that day, but for those taken back."""
        found = await self._session.scalars(
            select(claims.c.number)
            .where(
                claims.c.policy_id == policy_id,
                claims.c.occurred_on == day,
                claims.c.status != Status.WITHDRAWN,
            )
            .order_by(claims.c.id)
        )
        return found.all()

    async def must_be_new(self, payment_reference: str) -> None:
        """Refuse a reference another claim was paid under."""
        used = exists().where(claims.c.payment_reference == payment_reference)
        if await self._session.scalar(select(used)):
            raise ReferenceUsed(f"{payment_reference} paid another claim", field="/reference")

    def matching(
        self, *, asked_by: Principal, status: Status | None, policy_id: UUID | None
    ) -> Select[Any]:
        """The claims that whoever asks may see, in this status and on this policy."""
        wanted = select(Claim)
        if not asked_by.is_staff:
            wanted = wanted.where(claims.c.customer_id == asked_by.customer_id)
        if status is not None:
            wanted = wanted.where(claims.c.status == status)
        if policy_id is not None:
            wanted = wanted.where(claims.c.policy_id == policy_id)
        return wanted
