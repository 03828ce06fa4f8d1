"""A credit is kept with whose money it is: it goes back to them and not to who paid last."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0016"
down_revision: str | Sequence[str] | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_AS_BEFORE = """
    UPDATE accounts SET credit_from = jsonb_build_array(jsonb_build_object(
        'payer', refund_to, 'entry_id', NULL, 'amount', credit::text, 'currency', currency))
    WHERE credit > 0
"""


def upgrade() -> None:
    """Credit from before goes back to the last payer, as it did."""
    noted = sa.Column("credit_from", postgresql.JSONB(), nullable=False, server_default="[]")
    op.add_column("accounts", noted)
    op.execute(_AS_BEFORE)
