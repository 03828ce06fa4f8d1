"""Contracts are found by their address, however written, and keep how their papers were sent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0015"
down_revision: str | Sequence[str] | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_KEYS = r"""
    UPDATE policies SET place_key = lower(regexp_replace(
        (insured_place->>'country') || '|'
        || coalesce(nullif(insured_place->>'postal_code', ''), insured_place->>'city') || '|'
        || (insured_place->>'line'), '\s', '', 'g'))
"""


def upgrade() -> None:
    sent = sa.Column("dispatches", postgresql.JSONB(), nullable=False, server_default="[]")
    op.add_column("policies", sent)
    op.add_column("policies", sa.Column("place_key", sa.Text()))
    op.execute(_KEYS)
    op.create_index(
        "ix_policies_place_key",
        "policies",
        ["place_key"],
        postgresql_where=sa.text("place_key IS NOT NULL"),
    )
