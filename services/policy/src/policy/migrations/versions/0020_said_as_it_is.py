"""A document may be of an application, a prospect not welcomed, a request closed by nobody."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | Sequence[str] | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_NEVER_WELCOMED = """
    UPDATE prospects SET welcomed_at = NULL
    WHERE email IS NULL OR NOT EXISTS (
        SELECT FROM jsonb_array_elements(consents) AS one
        WHERE one->>'purpose' = 'contact' AND (one->>'granted')::boolean
              AND (one->>'at')::timestamptz = welcomed_at
    )
"""
_CLOSED = """
    UPDATE reinstatements SET status = 'closed'
    WHERE status = 'refused' AND decided_by = 'calendar'
"""


def upgrade() -> None:
    _documents()
    op.add_column(
        "prospects",
        sa.Column("met_at", sa.TIMESTAMP(timezone=True), server_default=sa.func.now()),
    )
    op.execute("UPDATE prospects SET met_at = welcomed_at")
    op.alter_column("prospects", "met_at", nullable=False)
    op.alter_column("prospects", "welcomed_at", nullable=True)
    op.execute(_NEVER_WELCOMED)
    op.drop_constraint(op.f("ck_reinstatements_status"), "reinstatements")
    op.create_check_constraint(
        op.f("ck_reinstatements_status"),
        "reinstatements",
        "status IN ('requested', 'granted', 'refused', 'closed')",
    )
    op.execute(_CLOSED)


def _documents() -> None:
    op.alter_column("documents", "policy_id", nullable=True)
    op.add_column("documents", sa.Column("application_id", sa.Uuid()))
    op.create_foreign_key(
        op.f("fk_documents_application_id_applications"),
        "documents",
        "applications",
        ["application_id"],
        ["id"],
    )
    op.create_check_constraint(
        op.f("ck_documents_of_one"), "documents", "(policy_id IS NULL) <> (application_id IS NULL)"
    )
    op.create_index(
        "ix_documents_application_id",
        "documents",
        ["application_id"],
        postgresql_where=sa.text("application_id IS NOT NULL"),
    )
