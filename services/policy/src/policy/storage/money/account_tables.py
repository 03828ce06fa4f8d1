"""The tables of accounts and their invoices."""

from sqlalchemy import (
    CHAR,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    Uuid,
)

from chassis.database import Word, status_column, utc_instant, version_column
from policy.domain.money.account import CreditUse, Standing
from policy.domain.money.invoice import Kind, Status
from policy.domain.offer import PaymentMode
from policy.storage.money.lines import Lines
from policy.storage.money.origins import Origins
from policy.storage.policies import policies
from policy.storage.tables import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", Uuid, ForeignKey(policies.c.id), primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("customer_id", Uuid, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("currency", CHAR(3), nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("payment_mode", Word(PaymentMode), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("unearned", Numeric(14, 2), nullable=False),
    Column("earned_until", Date, nullable=False),
    Column("lines", Lines, nullable=False),
    Column("credit", Numeric(14, 2), nullable=False),
    status_column("standing", Standing),
    Column("credit_use", Word(CreditUse)),
    utc_instant("refund_credit_at", nullable=True),
    Column("refund_to", Text),
    Column("credit_from", Origins, nullable=False, server_default="[]"),
    Column("hold", Text),
    Column("last_sequence", Integer, nullable=False),
    version_column(),
    CheckConstraint("credit >= 0", name="credit"),
)
invoices = Table(
    "invoices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("policy_id", Uuid, ForeignKey(accounts.c.id), nullable=False),
    Column("number", Text, nullable=False, unique=True),
    Column("sequence", Integer, nullable=False),
    Column("reference", Text, nullable=False, unique=True),
    Column("kind", Word(Kind), nullable=False),
    Column("lines", Lines, nullable=False),
    Column("amount", Numeric(14, 2), nullable=False),
    Column("settled", Numeric(14, 2), nullable=False),
    Column("credited", Numeric(14, 2), nullable=False),
    Column("written_off", Numeric(14, 2), nullable=False),
    Column("issue_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("covers_from", Date, nullable=False),
    Column("covers_until", Date, nullable=False),
    status_column("status", Status),
    Column("refers_to", Uuid),
    Column("reason", Text),
    Column("paid_on", Date),
    version_column(),
)
Index(None, invoices.c.policy_id, invoices.c.sequence)
# What could be meant by an amount: only what was asked for and is open.
Index(
    "ix_invoices_open_amount",
    invoices.c.amount,
    postgresql_where=invoices.c.status.in_(["issued", "due", "partly_paid", "overdue"]),
)
