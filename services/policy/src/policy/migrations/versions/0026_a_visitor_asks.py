"""A visitor's enquiry names the prospect it is answered to, who is found by mail or phone."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | Sequence[str] | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("enquiries", sa.Column("prospect_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("ix_enquiries_prospect_id_id"), "enquiries", ["prospect_id", "id"], unique=False
    )
    op.create_index("ix_prospects_mail", "prospects", [sa.text("lower(email)")], unique=False)
    op.create_index(
        "ix_prospects_digits",
        "prospects",
        [sa.text("translate(phone, '+ ()./-', '')")],
        unique=False,
    )
