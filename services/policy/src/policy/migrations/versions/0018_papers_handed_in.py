"""The bytes of papers that are handed in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | Sequence[str] | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

UNCHANGING = """
    CREATE TRIGGER unchanging BEFORE UPDATE OR DELETE ON paper_contents
    FOR EACH ROW EXECUTE FUNCTION refuse_change_but_erasure()
"""


def upgrade() -> None:
    op.create_table(
        "paper_contents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_paper_contents_application_id_applications"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_contents")),
    )
    op.create_index(op.f("ix_paper_contents_application_id"), "paper_contents", ["application_id"])
    op.execute(UNCHANGING)
