"""How a premium came that was taken down by hand, the line that is the same; whose money waits."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | Sequence[str] | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("applications", sa.Column("means", sa.Text(), nullable=True))
    op.create_index(
        "ix_suspense_policy_id",
        "suspense",
        ["policy_id"],
        postgresql_where=sa.text("policy_id IS NOT NULL"),
    )
    op.drop_constraint(op.f("ck_suspense_status"), "suspense")
    op.create_check_constraint(
        op.f("ck_suspense_status"),
        "suspense",
        "status IN ('open', 'held', 'assigned', 'returned', 'explained', 'matched')",
    )
