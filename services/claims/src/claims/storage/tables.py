"""The tables of claims, and the entities that are mapped to them."""

from typing import Any, Final

from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    ScalarSelect,
    Table,
    Text,
    Uuid,
    select,
)
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
from claims.domain.claim import Claim, Status
from claims.domain.cover import Cover
from contracts.claims import Finding
from contracts.insured import Peril
from contracts.policy import Clause, CoverGap, CoverInForce

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
