"""Premiums that come before their contract are held for the application."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("applications", sa.Column("received_amount", sa.Numeric(14, 2), nullable=True))
    op.add_column("applications", sa.Column("received_currency", sa.CHAR(3), nullable=True))
    op.add_column("suspense", sa.Column("application_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_suspense_application_id",
        "suspense",
        ["application_id"],
        postgresql_where=sa.text("application_id IS NOT NULL"),
    )
    op.drop_constraint(op.f("ck_suspense_status"), "suspense")
    op.create_check_constraint(
        op.f("ck_suspense_status"),
        "suspense",
        "status IN ('open', 'held', 'assigned', 'returned', 'explained')",
    )
