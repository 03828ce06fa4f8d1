"""Changes of a contract say why a person must look at them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0012"
down_revision: str | Sequence[str] | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    referred = sa.Column("referred", postgresql.JSONB(), nullable=False, server_default="[]")
    op.add_column("endorsements", referred)
    op.create_index(
        "ix_applications_policy_id",
        "applications",
        ["policy_id"],
        postgresql_where=sa.text("policy_id IS NOT NULL"),
    )
