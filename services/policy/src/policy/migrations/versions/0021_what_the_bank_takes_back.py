"""Money in suspense can be taken back by the bank."""

from collections.abc import Sequence

from alembic import op

revision: str = "0021"
down_revision: str | Sequence[str] | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_suspense_status"), "suspense")
    op.create_check_constraint(
        op.f("ck_suspense_status"),
        "suspense",
        "status IN ('open', 'held', 'assigned', 'returned', 'explained', 'matched', 'taken_back')",
    )
