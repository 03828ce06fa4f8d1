"""The tables of notifications, and how they become what the domain speaks of.

A trigger of the first migration rings the channel `inbox` with the customer's id for each new item.
"""

from sqlalchemy import Column, Date, Index, Integer, Table, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from chassis.database import Word, new_metadata, status_column, utc_instant
from chassis.events import Lane
from contracts.insured import Language
from notifications.domain.contact import Contact
from notifications.domain.delivery import Delivery, Status
from notifications.domain.item import Item

metadata = new_metadata()

contacts = Table(
    "contacts",
    metadata,
    Column("customer_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("language", Word(Language)),
    Column("time_zone", Text, nullable=False),
    Column("born_on", Date),
    Column("as_of", Integer, nullable=False),
    Column("last_position", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
    postgresql_with={"fillfactor": "70"},
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Uuid, nullable=False),
    Column("fact", Text, nullable=False),
    status_column("lane", Lane),
    status_column("status", Status),
    utc_instant("created_at"),
    utc_instant("due_at"),
    Column("said", JSONB(none_as_null=True)),
    Column("language", Word(Language)),
    Column("name", Text),
    Column("address", Text),
    Column("subject", Text),
    Column("text", Text),
    Column("html", Text),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    utc_instant("sent_at", nullable=True),
    Column("notice_id", Uuid),
    Column("lease", Uuid),
    utc_instant("leased_until", nullable=True),
)
Index(
    "ix_deliveries_queue",
    deliveries.c.lane,
    deliveries.c.due_at,
    deliveries.c.id,
    postgresql_where=deliveries.c.status == Status.QUEUED.value,
)
Index(
    "ix_deliveries_lease",
    deliveries.c.lease,
    postgresql_where=deliveries.c.lease.is_not(None),
)
Index("ix_deliveries_customer_id_id", deliveries.c.customer_id, deliveries.c.id)
Index("ix_deliveries_status_id", deliveries.c.status, deliveries.c.id)

inbox_items = Table(
    "inbox_items",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("fact", Text, nullable=False),
    status_column("lane", Lane),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    utc_instant("created_at"),
    utc_instant("read_at", nullable=True),
    UniqueConstraint("customer_id", "position"),
)
Index(
    "ix_inbox_items_unread",
    inbox_items.c.customer_id,
    inbox_items.c.position,
    postgresql_where=inbox_items.c.read_at.is_(None),
)


def start_mappers() -> None:
    """Let the domain's classes live in these tables."""
    mappers = registry(metadata=metadata)
    mappers.map_imperatively(Contact, contacts)
    mappers.map_imperatively(Delivery, deliveries, exclude_properties={"lease", "leased_until"})
    mappers.map_imperatively(Item, inbox_items)
