"""A document may be of an application: its invoice comes before there is a contract."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | Sequence[str] | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
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
