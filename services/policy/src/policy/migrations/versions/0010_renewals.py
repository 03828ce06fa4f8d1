"""Contracts have terms, and each next one its renewal."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0010"
down_revision: str | Sequence[str] | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.TIMESTAMP(timezone=True)

# Contracts that run already: the alarm rings early, and sets itself to the time that law wants.
_WATCH = """
INSERT INTO alarms (name, key, lane, due_at, ring_at)
SELECT 'renewal-opens', id::text, 'core', opens, opens
FROM (
    SELECT id, GREATEST(ends_at - interval '120 days', now()) AS opens
    FROM policies
    WHERE status IN ('issued', 'suspended', 'lapsed') AND ends_at > now()
) AS running
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    op.add_column("policies", sa.Column("term_number", sa.Integer(), server_default="1"))
    op.add_column("policies", sa.Column("earlier", postgresql.JSONB(), server_default="[]"))
    op.add_column("policies", sa.Column("coming", postgresql.JSONB(), nullable=True))
    op.add_column("endorsements", sa.Column("term", sa.Integer(), server_default="1"))
    # Who has not heard of terms yet may still write: the defaults stay until nobody does.
    for table, name in (
        ("policies", "term_number"),
        ("policies", "earlier"),
        ("endorsements", "term"),
    ):
        op.alter_column(table, name, nullable=False)
    op.execute(_WATCH)
    op.create_table(
        "renewals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("most_rise", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("change", postgresql.JSONB(), nullable=False),
        sa.Column("compared", postgresql.JSONB(), nullable=True),
        sa.Column("notices", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("settled", postgresql.JSONB(), nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('planned', 'offered', 'accepted', 'declined', 'not_offered',"
            " 'renewed', 'ended')",
            name=op.f("ck_renewals_status"),
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policies.id"], name=op.f("fk_renewals_policy_id_policies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewals")),
        sa.UniqueConstraint("policy_id", "term", name=op.f("uq_renewals_policy_id_term")),
    )
    op.create_table(
        "renewal_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("renewal_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["renewal_id"], ["renewals.id"], name=op.f("fk_renewal_notices_renewal_id_renewals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_notices")),
    )
    op.create_index(op.f("ix_renewal_notices_renewal_id"), "renewal_notices", ["renewal_id"])
