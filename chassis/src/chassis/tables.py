"""The tables every service database has beside its own: what was said, heard, put off and set."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Row,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.database import new_metadata, status_column, utc_instant
from chassis.events import Envelope, Lane

metadata = new_metadata()

# Rows come and go at once: sweep after so many, not after a share of the table.
QUEUE: Final[dict[str, Any]] = {
    "postgresql_with": {
        "autovacuum_vacuum_scale_factor": "0",
        "autovacuum_vacuum_threshold": "5000",
    }
}


def _envelope_columns() -> list[Column[Any]]:
    """The columns that keep one `Envelope` (its id, and its lane, are each table's own affair)."""
    return [
        Column("type", Text, nullable=False),
        Column("source", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("subject_version", Integer, nullable=False),
        utc_instant("time"),
        Column("data", LargeBinary, nullable=False),
        Column("traceparent", Text),
    ]


# What was said in committed works and is not yet on the bus.
outbox = Table(
    "outbox",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False),
    status_column("lane", Lane),
    *_envelope_columns(),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    utc_instant("retry_at", nullable=True),
    Column("error", Text),
    **QUEUE,
)
Index("ix_outbox_lane_position", outbox.c.lane, outbox.c.position)
Index(  # the few that failed hold back their subject's later ones
    "ix_outbox_lane_subject_failed",
    outbox.c.lane,
    outbox.c.subject,
    outbox.c.position,
    postgresql_where=outbox.c.retry_at.is_not(None),
)

# How many facts were said about each subject: gives `subject_version`, and its row lock makes
# the writers of one subject queue, so that their facts are numbered in the order of commit.
outbox_subjects = Table(
    "outbox_subjects",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    postgresql_with={"fillfactor": "80"},
)

# Every event taken for good: applied, deferred or parked. Pruned after some days.
inbox = Table(
    "inbox",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    utc_instant("taken_at"),
)
Index("ix_inbox_taken_at", inbox.c.taken_at, postgresql_using="brin")

# Events whose reaction failed, to be tried again, and their subjects' later events behind them.
deferred = Table(
    "deferred",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    status_column("lane", Lane),
    *_envelope_columns(),
    Column("attempts", Integer, nullable=False),
    utc_instant("retry_at"),
    Column("error", Text),
    **QUEUE,
)
Index("ix_deferred_lane_retry_at", deferred.c.lane, deferred.c.retry_at)
Index(
    "ix_deferred_order",
    deferred.c.lane,
    deferred.c.source,
    deferred.c.subject,
    deferred.c.subject_version,
    deferred.c.event_id,
)

# What we gave up on, for a person to look at. `kind` says what it was: an event, an alarm, or a
# message nobody could read (its bytes are in `data`, its headers in `headers`).
dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    status_column("lane", Lane),
    Column("type", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("subject_version", Integer, nullable=False),
    utc_instant("time"),
    Column("data", LargeBinary, nullable=False),
    Column("headers", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("traceparent", Text),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    utc_instant("parked_at"),
    CheckConstraint("kind IN ('event', 'alarm', 'message')", name="kind"),
)
Index("ix_dead_letters_parked_at_id", dead_letters.c.parked_at, dead_letters.c.id)

# Durable timers. `due_at` is the instant asked for; `ring_at` the next attempt.
alarms = Table(
    "alarms",
    metadata,
    Column("name", Text),
    Column("key", Text),
    status_column("lane", Lane),
    utc_instant("due_at"),
    utc_instant("ring_at"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("error", Text),
    PrimaryKeyConstraint("name", "key"),
    **QUEUE,
)
Index("ix_alarms_lane_ring_at", alarms.c.lane, alarms.c.ring_at)

# Answers to requests that carried an Idempotency-Key, committed with the effect of the request.
idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("subject", Text),
    Column("endpoint", Text),
    Column("key", Text),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", SmallInteger),
    Column("headers", JSONB),
    Column("body", LargeBinary),
    utc_instant("created_at"),
    PrimaryKeyConstraint("subject", "endpoint", "key"),
)
Index("ix_idempotency_keys_created_at", idempotency_keys.c.created_at, postgresql_using="brin")


def read_envelope(row: Row[Any]) -> Envelope:
    """The envelope that a row of `outbox` or `deferred` keeps."""
    return Envelope(
        id=row.event_id,
        type=row.type,
        source=row.source,
        subject=row.subject,
        subject_version=row.subject_version,
        time=row.time,
        lane=Lane(row.lane),
        data=row.data,
        traceparent=row.traceparent,
    )
