"""What tells entries apart that say the same."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | Sequence[str] | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("statement_entries", sa.Column("words", sa.Text(), nullable=True))
    op.add_column("statement_entries", sa.Column("balance", sa.Numeric(14, 2), nullable=True))
    op.create_index(
        op.f("ix_statement_entries_words"),
        "statement_entries",
        ["words"],
        postgresql_where=sa.text("words IS NOT NULL"),
    )
