"""Where the statements of our bank are kept, with what came of each entry."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    CHAR,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    or_,
    select,
    text,
)
from sqlalchemy.orm import registry

from chassis.database import Word, money, money_columns, utc_instant
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.work import Work
from policy.domain.money.booking import Booked, Outcome
from policy.domain.money.matching import Rule
from policy.domain.money.overlap import Brought
from policy.domain.money.statement import Entry, Format, Gap, Import
from policy.storage.money.bulk import among, insert_rows
from policy.storage.tables import metadata

statements = Table(
    "statements",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("account", Text, nullable=False),
    Column("statement_id", Text, nullable=False),
    Column("format", Word(Format), nullable=False),
    Column("sequence", Integer),
    *money_columns("opening"),
    *money_columns("closing"),
    Column("digest", LargeBinary, nullable=False),
    Column("warnings", Document(list[Gap]), nullable=False),
    Column("booked", Integer, nullable=False),
    Column("suspense", Integer, nullable=False),
    Column("held", Integer, nullable=False, server_default="0"),
    Column("known", Integer, nullable=False),
    Column("not_booked", Integer, nullable=False),
    utc_instant("imported_at"),
    Column("imported_by", Text, nullable=False),
    UniqueConstraint("account", "statement_id"),
)
Index(None, statements.c.account, statements.c.id)
entries = Table(
    "statement_entries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("statement_id", Uuid, ForeignKey(statements.c.id), nullable=False),
    Column("account", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("amount", Numeric(14, 2), nullable=False),
    Column("currency", CHAR(3), nullable=False),
    Column("booked_on", Date, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("payer", Text),
    Column("payer_account", Text),
    Column("reference", Text),
    Column("text", Text, nullable=False),
    Column("end_to_end", Text),
    Column("bank_reference", Text),
    Column("return_code", Text),
    Column("outcome", Word(Outcome), nullable=False),
    Column("rule", Word(Rule), nullable=False),
    Column("flags", Document(list[str]), nullable=False),
    Column("policy_id", Uuid),
    Column("words", Text),
    Column("balance", Numeric(14, 2)),
    UniqueConstraint("account", "key"),
)
Index(None, entries.c.statement_id, entries.c.id)
Index(None, entries.c.end_to_end, postgresql_where=entries.c.end_to_end.is_not(None))
Index(None, entries.c.bank_reference, postgresql_where=entries.c.bank_reference.is_not(None))
Index(
    "ix_statement_entries_payer",
    entries.c.payer_account,
    entries.c.policy_id,
    postgresql_where=entries.c.policy_id.is_not(None),
)
Index(None, entries.c.words, postgresql_where=entries.c.words.is_not(None))

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('statement:' || :account, 0))")


def map_statements(mappers: registry) -> None:
    """Map the import to its table; entries are rows."""
    mappers.map_imperatively(
        Import,
        statements,
        properties={name: money(statements, name) for name in ("opening", "closing")},
    )


class Statements:
    """The statements that were imported."""

    key: Final = (statements.c.id,)
    entry_key: Final = (entries.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    async def one_at_a_time(self, account: str) -> None:
        """Two statements of one account are imported one after the other."""
        await self._session.execute(_LOCK, {"account": account})

    async def imported(self, account: str, statement_id: str) -> Import | None:
        """The statement, if it was imported before."""
        wanted = select(Import).where(
            statements.c.account == account, statements.c.statement_id == statement_id
        )
        found: Import | None = await self._session.scalar(wanted)
        return found

    async def before(self, account: str) -> Import | None:
        """The one that was imported last."""
        wanted = (
            select(Import)
            .where(statements.c.account == account)
            .order_by(statements.c.id.desc())
            .limit(1)
        )
        found: Import | None = await self._session.scalar(wanted)
        return found

    async def get(self, import_id: UUID) -> Import:
        """One of them."""
        found = await self._session.get(Import, import_id)
        if found is None:
            raise NotFound(f"there is no statement {import_id}")
        return found

    def all(self, account: str | None) -> Select[Any]:
        """Every one, or those of an account of ours."""
        wanted = select(Import)
        return wanted if account is None else wanted.where(statements.c.account == account)

    def entries_of(self, import_id: UUID) -> Select[Any]:
        """What a statement brought that was new."""
        return select(*entries.c).where(entries.c.statement_id == import_id)

    async def brought(self, account: str, said: Sequence[Entry]) -> list[Brought]:
        """What earlier statements brought under the keys of these entries, or in their words."""
        same = among(entries.c.key, [one.key for one in said])
        words = {one.words for one in said if one.words is not None}
        if words:
            same = or_(same, among(entries.c.words, words))
        wanted = select(entries.c.key, entries.c.words, entries.c.balance).where(
            entries.c.account == account, same
        )
        found = await self._session.execute(wanted)
        return [Brought(key=one.key, words=one.words, balance=one.balance) for one in found]

    async def payers(self, payer_accounts: Collection[str]) -> dict[str, frozenset[UUID]]:
        """The contracts that each of these accounts has paid for."""
        if not payer_accounts:
            return {}
        wanted = (
            select(entries.c.payer_account, entries.c.policy_id)
            .where(
                among(entries.c.payer_account, payer_accounts),
                entries.c.policy_id.is_not(None),
            )
            .distinct()
        )
        found: dict[str, set[UUID]] = {}
        for payer, policy_id in await self._session.execute(wanted):
            found.setdefault(payer, set()).add(policy_id)
        return {payer: frozenset(ids) for payer, ids in found.items()}

    async def add(self, statement: Import, booked: Iterable[Booked]) -> None:
        """Keep a statement and what came of its entries."""
        self._session.add(statement)
        await self._session.flush()
        rows = [_row(statement, one) for one in booked]
        await insert_rows(self._session, entries, rows)


def _row(statement: Import, one: Booked) -> dict[str, Any]:
    entry: Entry = one.entry
    return {
        "id": one.id,
        "statement_id": statement.id,
        "account": statement.account,
        "key": entry.key,
        "amount": entry.amount.amount,
        "currency": entry.amount.currency,
        "booked_on": entry.booked_on,
        "paid_on": entry.paid_on,
        "payer": entry.payer,
        "payer_account": entry.payer_account,
        "reference": entry.reference,
        "text": " ".join(entry.texts),
        "end_to_end": entry.end_to_end,
        "bank_reference": entry.bank_reference,
        "return_code": entry.return_code,
        "outcome": one.outcome,
        "rule": one.rule,
        "flags": one.flags,
        "policy_id": one.policy_id,
        "words": entry.words,
        "balance": entry.balance,
    }
