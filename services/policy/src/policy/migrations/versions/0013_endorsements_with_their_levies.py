"""Endorsements keep what they come to line by line; of those before, the premium alone is known."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0013"
down_revision: str | Sequence[str] | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    lines = sa.Column("lines", postgresql.JSONB(), nullable=False, server_default="[]")
    op.add_column("endorsements", lines)
    op.execute(
        """
        UPDATE endorsements SET lines = jsonb_build_array(jsonb_build_object(
            'id', 'premium', 'amount', jsonb_build_object(
                'amount', premium_change_amount::text, 'currency', premium_change_currency)))
        WHERE premium_change_amount <> 0
        """
    )
