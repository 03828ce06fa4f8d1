"""A refund whose credit is gone is void, and an import says what it holds for applications."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | Sequence[str] | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("refunds", sa.Column("void_because", sa.Text(), nullable=True))
    op.drop_constraint(op.f("ck_refunds_status"), "refunds")
    op.create_check_constraint(
        op.f("ck_refunds_status"),
        "refunds",
        "status IN ('wanted', 'sent', 'refused', 'confirmed', 'void')",
    )
    held = sa.Column("held", sa.Integer(), nullable=False, server_default="0")
    op.add_column("statements", held)
