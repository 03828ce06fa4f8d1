"""Documents with their bytes, the insured's file and its history."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.TIMESTAMP(timezone=True)
# Whoever erases says so for one transaction: `SET LOCAL policy.erasing = 'on'`.
UNCHANGING = """
CREATE FUNCTION refuse_change_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('policy.erasing', true) = 'on' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'what % keeps is never changed', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$
"""


def unchanging(table: str) -> None:
    """Nothing in it is changed or taken out but by erasure."""
    op.execute(
        f"CREATE TRIGGER unchanging BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_but_erasure()"
    )


def upgrade() -> None:
    op.execute(UNCHANGING)
    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('schedule', 'endorsement', 'invoice', 'notice', 'ending')",
            name=op.f("ck_documents_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policies.id"], name=op.f("fk_documents_policy_id_policies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint(
            "subject_id",
            "kind",
            "subject_version",
            "language",
            name=op.f("uq_documents_subject_id_kind_subject_version_language"),
        ),
    )
    op.create_index(op.f("ix_documents_customer_id_id"), "documents", ["customer_id", "id"])
    op.create_index(op.f("ix_documents_policy_id_id"), "documents", ["policy_id", "id"])
    op.create_table(
        "document_contents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["documents.id"], name=op.f("fk_document_contents_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_contents")),
    )
    for section in ("person", "organisation"):
        op.add_column("customers", sa.Column(section, postgresql.JSONB(), nullable=True))
    for section in ("contacts", "beneficiaries"):
        op.add_column(
            "customers",
            sa.Column(section, postgresql.JSONB(), server_default="[]", nullable=False),
        )
    op.add_column("customers", sa.Column("erased_at", INSTANT, nullable=True))
    op.create_table(
        "file_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("after", postgresql.JSONB(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "section IN ('particulars', 'person', 'organisation', 'contacts', 'beneficiaries', "
            "'erasure')",
            name=op.f("ck_file_changes_section"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_file_changes_customer_id_customers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_changes")),
    )
    op.create_index(op.f("ix_file_changes_customer_id_id"), "file_changes", ["customer_id", "id"])
    op.create_table(
        "erasures",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("obstacles", postgresql.JSONB(), nullable=False),
        sa.Column("kept", postgresql.JSONB(), nullable=False),
        sa.Column("reduced_at", INSTANT, nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("looks_again_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('deferred', 'reduced', 'done')", name=op.f("ck_erasures_status")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_erasures_customer_id_customers")
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "known_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_claims")),
    )
    op.create_index(
        "ix_known_claims_policy_id",
        "known_claims",
        ["policy_id"],
        postgresql_where=sa.text("policy_id IS NOT NULL"),
    )
    op.create_index(
        "ix_known_claims_customer_id",
        "known_claims",
        ["customer_id"],
        postgresql_where=sa.text("is_open"),
    )
    unchanging("file_changes")
    unchanging("documents")
    unchanging("document_contents")
