"""A refund that the customer's bank sends back has failed."""

from collections.abc import Sequence

from alembic import op

revision: str = "0025"
down_revision: str | Sequence[str] | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_refunds_status"), "refunds")
    op.create_check_constraint(
        op.f("ck_refunds_status"),
        "refunds",
        "status IN ('wanted', 'sent', 'refused', 'confirmed', 'void', 'failed')",
    )
