"""A task may be about an application that never became a contract."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | Sequence[str] | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_KEPT = """
    INSERT INTO tasks (id, kind, owner, application_id, customer_id, about, opened_at, status,
                       version)
    SELECT gen_random_uuid(), 'premium_to_return', 'finance', id, customer_id,
           number || ' is ' || status || ': ' || received_amount || ' ' || received_currency
               || coalesce(' (' || settlement_reference || ')', '')
               || ' goes back to whoever paid it',
           now(), 'open', 1
    FROM applications
    WHERE status = 'withdrawn' AND policy_id IS NULL AND received_amount IS NOT NULL
"""


def upgrade() -> None:
    op.alter_column("tasks", "policy_id", nullable=True)
    op.add_column("tasks", sa.Column("application_id", sa.Uuid()))
    op.create_index(
        "ix_tasks_application_id",
        "tasks",
        ["application_id"],
        postgresql_where=sa.text("application_id IS NOT NULL"),
    )
    op.execute(_KEPT)
