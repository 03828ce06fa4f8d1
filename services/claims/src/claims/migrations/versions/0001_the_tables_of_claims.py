"""The tables of claims."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "cancellations",
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("cover_ends_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("policy_id", name=op.f("pk_cancellations")),
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("peril", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("damage_amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("damage_currency", sa.CHAR(length=3), nullable=False),
        sa.Column("property_value_amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("property_value_currency", sa.CHAR(length=3), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("findings", postgresql.JSONB(), nullable=False),
        sa.Column("proposed_decision", sa.Text(), nullable=True),
        sa.Column("proposed_amount_amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("proposed_amount_currency", sa.CHAR(length=3), nullable=True),
        sa.Column("amount_amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("amount_currency", sa.CHAR(length=3), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("payment_reference", sa.Text(), nullable=True),
        sa.Column("paid_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('filed', 'in_review', 'approved', 'declined', 'paid', 'withdrawn')",
            name=op.f("ck_claims_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("number", name=op.f("uq_claims_number")),
        sa.UniqueConstraint("payment_reference", name=op.f("uq_claims_payment_reference")),
    )
    op.create_index(op.f("ix_claims_customer_id_id"), "claims", ["customer_id", "id"], unique=False)
    op.create_index(op.f("ix_claims_policy_id_id"), "claims", ["policy_id", "id"], unique=False)
    op.create_index(op.f("ix_claims_status_id"), "claims", ["status", "id"], unique=False)
    op.create_table(
        "covers",
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("perils", postgresql.JSONB(), nullable=False),
        sa.Column("sum_insured_amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("sum_insured_currency", sa.CHAR(length=3), nullable=False),
        sa.Column("deductible_amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("deductible_currency", sa.CHAR(length=3), nullable=False),
        sa.Column("starts_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("clauses", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("policy_id", name=op.f("pk_covers")),
    )
