"""Accounts, invoices, the ledger, bank statements, suspense and refunds."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

AMOUNT = sa.Numeric(precision=14, scale=2)
INSTANT = sa.TIMESTAMP(timezone=True)


def each(kind: Any, *names: str) -> list[sa.Column[Any]]:
    """Columns that are never empty."""
    return [sa.Column(name, kind, nullable=False) for name in names]


def some(kind: Any, *names: str) -> list[sa.Column[Any]]:
    """Columns that may be empty."""
    return [sa.Column(name, kind, nullable=True) for name in names]


def upgrade() -> None:
    op.create_table(
        "journals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *some(sa.Uuid(), "entry_id", "reverses"),
        sa.ForeignKeyConstraint(
            ["reverses"], ["journals.id"], name=op.f("fk_journals_reverses_journals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journals")),
        sa.UniqueConstraint("reverses", name=op.f("uq_journals_reverses")),
    )
    op.create_index(op.f("ix_journals_entry_id"), "journals", ["entry_id"])
    op.create_index(op.f("ix_journals_policy_id_id"), "journals", ["policy_id", "id"])
    op.create_table(
        "statements",
        sa.Column("id", sa.Uuid(), nullable=False),
        *each(sa.Text(), "account", "statement_id", "format"),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("opening_amount", AMOUNT, nullable=False),
        sa.Column("opening_currency", sa.CHAR(length=3), nullable=False),
        sa.Column("closing_amount", AMOUNT, nullable=False),
        sa.Column("closing_currency", sa.CHAR(length=3), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("warnings", postgresql.JSONB(), nullable=False),
        *each(sa.Integer(), "booked", "suspense", "known", "not_booked"),
        sa.Column("imported_at", INSTANT, nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint(
            "account", "statement_id", name=op.f("uq_statements_account_statement_id")
        ),
    )
    op.create_index(op.f("ix_statements_account_id"), "statements", ["account", "id"])
    op.create_table(
        "postings",
        sa.Column("journal_id", sa.Uuid(), nullable=False),
        sa.Column("nth", sa.SmallInteger(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=True),
        sa.Column("book", sa.Text(), nullable=False),
        *each(AMOUNT, "debit", "credit"),
        sa.Column("invoice_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)",
            name=op.f("ck_postings_one_side"),
        ),
        sa.ForeignKeyConstraint(
            ["journal_id"], ["journals.id"], name=op.f("fk_postings_journal_id_journals")
        ),
        sa.PrimaryKeyConstraint("journal_id", "nth", name=op.f("pk_postings")),
    )
    op.create_index(op.f("ix_postings_policy_id_book"), "postings", ["policy_id", "book"])
    op.create_table(
        "statement_entries",
        *each(sa.Uuid(), "id", "statement_id"),
        *each(sa.Text(), "account", "key"),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        *each(sa.Date(), "booked_on", "paid_on"),
        *some(sa.Text(), "payer", "payer_account", "reference"),
        sa.Column("text", sa.Text(), nullable=False),
        *some(sa.Text(), "end_to_end", "bank_reference", "return_code"),
        *each(sa.Text(), "outcome", "rule"),
        sa.Column("flags", postgresql.JSONB(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statements.id"],
            name=op.f("fk_statement_entries_statement_id_statements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_entries")),
        sa.UniqueConstraint("account", "key", name=op.f("uq_statement_entries_account_key")),
    )
    op.create_index(
        op.f("ix_statement_entries_bank_reference"),
        "statement_entries",
        ["bank_reference"],
        postgresql_where=sa.text("bank_reference IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_statement_entries_end_to_end"),
        "statement_entries",
        ["end_to_end"],
        postgresql_where=sa.text("end_to_end IS NOT NULL"),
    )
    op.create_index(
        "ix_statement_entries_payer",
        "statement_entries",
        ["payer_account", "policy_id"],
        postgresql_where=sa.text("policy_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_statement_entries_statement_id_id"),
        "statement_entries",
        ["statement_id", "id"],
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        *each(sa.Text(), "jurisdiction", "payment_mode"),
        *each(sa.Date(), "starts_on", "ends_on"),
        sa.Column("unearned", AMOUNT, nullable=False),
        sa.Column("earned_until", sa.Date(), nullable=False),
        sa.Column("lines", postgresql.JSONB(), nullable=False),
        sa.Column("credit", AMOUNT, nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("credit_use", sa.Text(), nullable=True),
        sa.Column("refund_credit_at", INSTANT, nullable=True),
        *some(sa.Text(), "refund_to", "hold"),
        *each(sa.Integer(), "last_sequence", "version"),
        sa.CheckConstraint(
            "standing IN ('open', 'lapsed', 'cancelled')", name=op.f("ck_accounts_standing")
        ),
        sa.CheckConstraint("credit >= 0", name=op.f("ck_accounts_credit")),
        sa.ForeignKeyConstraint(["id"], ["policies.id"], name=op.f("fk_accounts_id_policies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("number", name=op.f("uq_accounts_number")),
    )
    op.create_table(
        "suspense",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("amount_amount", AMOUNT, nullable=False),
        sa.Column("amount_currency", sa.CHAR(length=3), nullable=False),
        *each(sa.Date(), "booked_on", "paid_on"),
        *some(sa.Text(), "payer", "payer_account"),
        *each(sa.Text(), "text", "doubt"),
        sa.Column("policy_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("invoice_id", sa.Uuid(), nullable=True),
        sa.Column("resolved_at", INSTANT, nullable=True),
        sa.Column("resolved_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'assigned', 'returned', 'explained')",
            name=op.f("ck_suspense_status"),
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["statement_entries.id"], name=op.f("fk_suspense_id_statement_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspense")),
    )
    op.create_index(op.f("ix_suspense_status_id"), "suspense", ["status", "id"])
    op.create_table(
        "invoices",
        *each(sa.Uuid(), "id", "policy_id"),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        *each(sa.Text(), "reference", "kind"),
        sa.Column("lines", postgresql.JSONB(), nullable=False),
        *each(AMOUNT, "amount", "settled", "credited", "written_off"),
        *each(sa.Date(), "issue_on", "due_on", "covers_from", "covers_until"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("refers_to", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('planned', 'issued', 'due', 'partly_paid', 'paid', 'overdue', "
            "'written_off', 'cancelled')",
            name=op.f("ck_invoices_status"),
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["accounts.id"], name=op.f("fk_invoices_policy_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("number", name=op.f("uq_invoices_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_invoices_reference")),
    )
    op.create_index(
        "ix_invoices_open_amount",
        "invoices",
        ["amount"],
        postgresql_where=sa.text("status IN ('issued', 'due', 'partly_paid', 'overdue')"),
    )
    op.create_index(op.f("ix_invoices_policy_id_sequence"), "invoices", ["policy_id", "sequence"])
    op.create_table(
        "refunds",
        *each(sa.Uuid(), "id", "policy_id", "customer_id"),
        sa.Column("amount_amount", AMOUNT, nullable=False),
        sa.Column("amount_currency", sa.CHAR(length=3), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("to_account", sa.Text(), nullable=True),
        sa.Column("wanted_at", INSTANT, nullable=False),
        *each(sa.Text(), "wanted_by", "status"),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('wanted', 'sent', 'refused', 'confirmed')", name=op.f("ck_refunds_status")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["accounts.id"], name=op.f("fk_refunds_policy_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
    )
    op.create_index(op.f("ix_refunds_customer_id_id"), "refunds", ["customer_id", "id"])
    # A posting is answered by its opposite, never changed (L-1 to L-10).
    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the ledger is added to, never changed'; END $$
        """
    )
    for table in ("journals", "postings"):
        op.execute(
            f"CREATE TRIGGER added_to_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
