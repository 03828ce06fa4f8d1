"""A next term has a document of its own."""

from collections.abc import Sequence

from alembic import op

revision: str = "0014"
down_revision: str | Sequence[str] | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_documents_kind"), "documents")
    op.create_check_constraint(
        op.f("ck_documents_kind"),
        "documents",
        "kind IN ('schedule', 'endorsement', 'invoice', 'notice', 'ending', 'renewal')",
    )
