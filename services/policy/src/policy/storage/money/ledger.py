"""Where the ledger is kept: journals and their postings. Rows are added; a trigger refuses more."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    CHAR,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Numeric,
    Select,
    SmallInteger,
    Table,
    Text,
    Uuid,
    and_,
    func,
    select,
)

from chassis.database import Word, utc_instant
from chassis.ids import new_id
from chassis.work import Work
from policy.domain.money.ledger import Journal, Kind, Posting
from policy.storage.money.bulk import Row, among, insert_rows
from policy.storage.tables import metadata

journals = Table(
    "journals",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("policy_id", Uuid),
    Column("kind", Word(Kind), nullable=False),
    Column("currency", CHAR(3), nullable=False),
    Column("day", Date, nullable=False),
    utc_instant("at"),
    Column("entry_id", Uuid),
    Column("reverses", Uuid, ForeignKey("journals.id"), unique=True),
)
postings = Table(
    "postings",
    metadata,
    Column("journal_id", Uuid, ForeignKey(journals.c.id), primary_key=True),
    Column("nth", SmallInteger, primary_key=True),
    Column("policy_id", Uuid),
    Column("book", Text, nullable=False),
    Column("debit", Numeric(14, 2), nullable=False),
    Column("credit", Numeric(14, 2), nullable=False),
    Column("invoice_id", Uuid),
    CheckConstraint("debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", name="one_side"),
)
Index(None, journals.c.policy_id, journals.c.id)
Index(None, journals.c.entry_id)
Index(None, postings.c.policy_id, postings.c.book)

_BOUGHT: Final = (Kind.RECEIVED, Kind.RESOLVED)


class Ledger:
    """What was booked."""

    key: Final = (journals.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    async def append(self, entries: Iterable[Journal]) -> None:
        """Add these journals."""
        heads, sides = ledger_rows(entries)
        await insert_rows(self._session, journals, heads)
        await insert_rows(self._session, postings, sides)

    def of(self, policy_id: UUID) -> Select[Any]:
        """The journals of a contract."""
        return select(*journals.c).where(journals.c.policy_id == policy_id)

    async def sides(self, journal_ids: Sequence[UUID]) -> dict[UUID, list[Posting]]:
        """The postings of these journals."""
        found: dict[UUID, list[Posting]] = {one: [] for one in journal_ids}
        wanted = (
            select(postings)
            .where(among(postings.c.journal_id, journal_ids))
            .order_by(postings.c.journal_id, postings.c.nth)
        )
        for row in await self._session.execute(wanted):
            found[row.journal_id].append(Posting(row.book, row.debit, row.credit, row.invoice_id))
        return found

    async def credit_notes(self, policy_id: UUID) -> list[list[Posting]]:
        """The postings of each credit note of a contract, oldest first."""
        wanted = (
            self.of(policy_id)
            .where(journals.c.kind == Kind.CREDIT_NOTE)
            .order_by(journals.c.at, journals.c.id)
        )
        found = [row.id for row in await self._session.execute(wanted)]
        sides = await self.sides(found)
        return [sides[one] for one in found]

    async def payments(self, entry_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, Journal]]:
        """By the entry that brought it, each payment that was not taken back yet."""
        bought = and_(journals.c.policy_id.is_not(None), journals.c.kind.in_(_BOUGHT))
        return await self._standing(entry_ids, bought)

    async def unexplained(self, entry_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, Journal]]:
        """By its entry, the money that went into suspense and was not taken back yet."""
        return await self._standing(entry_ids, journals.c.kind == Kind.UNIDENTIFIED)

    async def _standing(
        self, entry_ids: Iterable[UUID], wanted_ones: ColumnElement[bool]
    ) -> dict[UUID, tuple[UUID, Journal]]:
        undone = journals.alias("undone")
        wanted = select(journals).where(
            among(journals.c.entry_id, entry_ids),
            wanted_ones,
            ~select(undone.c.id).where(undone.c.reverses == journals.c.id).exists(),
        )
        rows = (await self._session.execute(wanted)).all()
        sides = await self.sides([row.id for row in rows])
        return {
            row.entry_id: (
                row.id,
                Journal(
                    policy_id=row.policy_id,
                    kind=row.kind,
                    currency=row.currency,
                    day=row.day,
                    at=row.at,
                    postings=tuple(sides[row.id]),
                    entry_id=row.entry_id,
                ),
            )
            for row in rows
        }

    async def balances(self, policy_id: UUID) -> dict[str, Any]:
        """What stands on each book of a contract: debits less credits."""
        wanted = (
            select(postings.c.book, func.sum(postings.c.debit - postings.c.credit))
            .where(postings.c.policy_id == policy_id)
            .group_by(postings.c.book)
            .order_by(postings.c.book)
        )
        return {row[0]: row[1] for row in await self._session.execute(wanted)}


def ledger_rows(entries: Iterable[Journal]) -> tuple[list[Row], list[Row]]:
    """The rows of these journals, and those of their postings."""
    heads: list[Row] = []
    sides: list[Row] = []
    for one in entries:
        if not one.postings:
            continue
        journal_id = one.id or new_id()
        heads.append(
            {
                "id": journal_id,
                "policy_id": one.policy_id,
                "kind": one.kind,
                "currency": one.currency,
                "day": one.day,
                "at": one.at,
                "entry_id": one.entry_id,
                "reverses": one.reverses,
            }
        )
        sides += [
            {
                "journal_id": journal_id,
                "nth": nth,
                "policy_id": one.policy_id,
                "book": side.book,
                "debit": side.debit,
                "credit": side.credit,
                "invoice_id": side.invoice_id,
            }
            for nth, side in enumerate(one.postings, 1)
        ]
    return heads, sides
