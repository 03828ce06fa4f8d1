"""A contract holds several covers, and its terms have versions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Until now there was one product of one cover.
_FILL = """
UPDATE policies SET
    jurisdiction = CASE insured_place->>'country' WHEN 'GB' THEN 'UK'
        ELSE insured_place->>'country' END,
    line = 'home',
    billed_amount = premium_amount,
    billed_currency = premium_currency,
    levies = '[]'::jsonb,
    term_ends_on = ends_on,
    facts = CASE WHEN status = 'cancelled' THEN jsonb_build_array(jsonb_build_object(
        'what', 'cancelled', 'at', ends_at, 'recorded_at', cancelled_at,
        'reason', cancellation_reason, 'by', '')) ELSE '[]'::jsonb END,
    revision = CASE WHEN status = 'cancelled' THEN 2 ELSE 1 END,
    original = jsonb_build_object(
        'place', insured_place,
        'covers', jsonb_build_array(jsonb_build_object(
            'id', 'flood',
            'perils', jsonb_build_array('tidal_water', 'river_overflow', 'alluvial_fan',
                                        'rainfall', 'flood_erosion', 'other_flood'),
            'limit', jsonb_build_object(
                'amount', sum_insured_amount::text, 'currency', sum_insured_currency),
            'deductible', jsonb_build_object(
                'amount', deductible_amount::text, 'currency', deductible_currency),
            'waiting_days', 0,
            'premium', jsonb_build_object(
                'amount', premium_amount::text, 'currency', premium_currency))),
        'payment_mode', 'yearly',
        'insured_person', NULL,
        'beneficiaries', '[]'::jsonb,
        'contact', NULL,
        'answers', '{}'::jsonb)
"""
_FIRST_VERSIONS = """
INSERT INTO contract_versions (id, policy_id, starts_on, ends_on, recorded_at, agreed)
SELECT gen_random_uuid(), id, starts_on, GREATEST(term_ends_on, starts_on), issued_at, original
FROM policies
"""
_NEW = (
    sa.Column("jurisdiction", sa.Text()),
    sa.Column("line", sa.Text()),
    sa.Column("billed_amount", sa.Numeric(precision=14, scale=2)),
    sa.Column("billed_currency", sa.CHAR(length=3)),
    sa.Column("levies", postgresql.JSONB()),
    sa.Column("term_ends_on", sa.Date()),
    sa.Column("original", postgresql.JSONB()),
    sa.Column("facts", postgresql.JSONB()),
    sa.Column("revision", sa.Integer()),
)


def upgrade() -> None:
    for column in _NEW:
        op.add_column("policies", column)
    op.execute(_FILL)
    for column in _NEW:
        op.alter_column("policies", column.name, nullable=False)
    op.add_column("policies", sa.Column("delivered_at", sa.TIMESTAMP(timezone=True)))
    op.add_column("policies", sa.Column("refund_amount", sa.Numeric(precision=14, scale=2)))
    op.add_column("policies", sa.Column("refund_currency", sa.CHAR(length=3)))
    op.drop_constraint("ck_policies_status", "policies")
    op.create_check_constraint(
        op.f("ck_policies_status"),
        "policies",
        "status IN ('issued', 'suspended', 'lapsed', 'cancelled', 'withdrawn', 'expired')",
    )
    op.create_table(
        "contract_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("agreed", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policies.id"], name=op.f("fk_contract_versions_policy_id_policies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_versions")),
    )
    op.create_index(
        op.f("ix_contract_versions_policy_id_starts_on"),
        "contract_versions",
        ["policy_id", "starts_on"],
        unique=False,
    )
    op.execute(_FIRST_VERSIONS)
    _endorsements()
    _arrears()
    _reinstatements()
    _tasks()


def _endorsements() -> None:
    op.create_table(
        "endorsements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("change", postgresql.JSONB(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("premium_change_amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("premium_change_currency", sa.CHAR(length=3), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("accepted_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("reversed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("reversal_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('priced', 'accepted', 'declined', 'reversed')",
            name=op.f("ck_endorsements_status"),
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policies.id"], name=op.f("fk_endorsements_policy_id_policies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsements")),
        sa.UniqueConstraint("policy_id", "number", name=op.f("uq_endorsements_policy_id_number")),
    )


def _arrears() -> None:
    op.create_table(
        "arrears",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("amount_currency", sa.CHAR(length=3), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("notices", postgresql.JSONB(), nullable=False),
        sa.Column("grace", postgresql.JSONB(), nullable=True),
        sa.Column("settled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('coming', 'grace', 'held', 'suspended', 'lapsed', 'paid', 'closed')",
            name=op.f("ck_arrears_status"),
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policies.id"], name=op.f("fk_arrears_policy_id_policies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrears")),
        sa.UniqueConstraint("policy_id", "due_on", name=op.f("uq_arrears_policy_id_due_on")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("arrears_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrears_id"], ["arrears.id"], name=op.f("fk_notices_arrears_id_arrears")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_arrears_id"), "notices", ["arrears_id"], unique=False)


def _reinstatements() -> None:
    op.create_table(
        "reinstatements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("owed_amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("owed_currency", sa.CHAR(length=3), nullable=False),
        sa.Column("gap_from", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("evidence_needed", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("answer", postgresql.JSONB(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("paid_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("decided_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("cover_back_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('requested', 'granted', 'refused')",
            name=op.f("ck_reinstatements_status"),
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policies.id"], name=op.f("fk_reinstatements_policy_id_policies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reinstatements")),
    )
    op.create_index(
        op.f("ix_reinstatements_policy_id_id"), "reinstatements", ["policy_id", "id"], unique=False
    )


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("done_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'done')", name=op.f("ck_tasks_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index(
        op.f("ix_tasks_owner_status_id"), "tasks", ["owner", "status", "id"], unique=False
    )
    op.create_index(op.f("ix_tasks_policy_id_id"), "tasks", ["policy_id", "id"], unique=False)
