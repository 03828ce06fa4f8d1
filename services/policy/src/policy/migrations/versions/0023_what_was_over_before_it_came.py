"""What was over when it was brought in, and never ended, ends."""

from collections.abc import Sequence

from alembic import op

revision: str = "0023"
down_revision: str | Sequence[str] | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Nothing was set to ring for it. Whoever has an alarm keeps it, and to ring twice ends it once.
_END = """
    INSERT INTO alarms (name, key, lane, due_at, ring_at)
    SELECT 'contract-expires', id::text, 'core', now(), now()
    FROM policies
    WHERE status IN ('issued', 'suspended') AND ends_at <= now()
    ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    op.execute(_END)
