"""How a premium came that was taken down by hand; whose money waits; old idle applications."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | Sequence[str] | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Applications from before idle ones were closed: each is looked at once, and sets its next look.
_WATCH = """
    INSERT INTO alarms (name, key, lane, due_at, ring_at)
    SELECT 'application-idle', id::text, 'core', now(), now()
    FROM applications
    WHERE status IN ('negotiating', 'submitted', 'underwriting', 'postponed', 'accepted',
                     'invoiced', 'settled', 'signed')
    ON CONFLICT DO NOTHING
"""


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
    op.execute(_WATCH)
