"""A quote that was taken knows the application it opened; when a first premium was there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("quotes", sa.Column("application_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_quotes_application_id_applications"),
        "quotes",
        "applications",
        ["application_id"],
        ["id"],
    )
    op.create_unique_constraint(op.f("uq_quotes_application_id"), "quotes", ["application_id"])
    op.add_column("applications", sa.Column("paid_on", sa.Date(), nullable=True))
