"""What tells entries apart that say the same, and money sent back with two persons' consent."""

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
    op.add_column("suspense", sa.Column("to_account", sa.Text(), nullable=True))
    op.add_column("suspense", sa.Column("return_wanted_by", sa.Text(), nullable=True))
    op.drop_constraint(op.f("ck_suspense_status"), "suspense")
    op.create_check_constraint(
        op.f("ck_suspense_status"),
        "suspense",
        "status IN ('open', 'held', 'assigned', 'returned', 'confirmed', 'explained', 'matched', "
        "'taken_back')",
    )
