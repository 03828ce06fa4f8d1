"""Payments that statements brought, as a return would look for them."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, or_, select

from chassis.money import Money
from chassis.work import Work
from policy.domain.money.ledger import RECEIVABLE
from policy.domain.money.statement import Entry
from policy.storage.money.account_tables import invoices
from policy.storage.money.bulk import among
from policy.storage.money.ledger import journals, postings
from policy.storage.money.statements import entries

_LIKENESSES: Final = 10
_SAID: Final = (
    entries.c.id,
    entries.c.end_to_end,
    entries.c.bank_reference,
    entries.c.payer_account,
    entries.c.paid_on,
)


class Payments:
    """Rows of `id`, `end_to_end`, `bank_reference`, `payer_account` and `paid_on`, by age."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    async def called(
        self, names: Collection[str], *, references: Collection[str] = ()
    ) -> Sequence[Any]:
        """Entries with one of these end-to-end ids or bank references, or that paid an invoice."""
        by_name = or_(among(entries.c.end_to_end, names), among(entries.c.bank_reference, names))
        found = [*await self._all(select(*_SAID).where(by_name))] if names else []
        known = {one.id for one in found}
        found += [one for one in await self._paid(references) if one.id not in known]
        return sorted(found, key=lambda one: one.id)

    async def these(self, ids: Collection[UUID]) -> Sequence[Any]:
        """Entries by their id."""
        return await self._all(select(*_SAID).where(among(entries.c.id, ids), entries.c.amount > 0))

    async def like(
        self, amount: Money, *, payer: str | None, references: Collection[str]
    ) -> Sequence[Any]:
        """A few of exactly this amount: of invoices that are named, or from this account."""
        found = {one.id: one for one in await self._paid(references)}
        if payer is not None:
            wanted = select(*_SAID).where(
                entries.c.payer_account == payer,
                entries.c.policy_id.is_not(None),
                entries.c.amount == amount.amount,
                entries.c.currency == amount.currency,
            )
            last = await self._all(wanted.order_by(entries.c.id.desc()).limit(_LIKENESSES))
            found.update({one.id: one for one in last})
        return sorted(found.values(), key=lambda one: one.id)

    async def entry(self, entry_id: UUID) -> Entry:
        """What a line of a statement said, as far as it is kept."""
        row = (await self._all(select(*entries.c).where(entries.c.id == entry_id)))[0]
        return Entry(
            key=row.key,
            amount=Money(row.amount, row.currency),
            booked_on=row.booked_on,
            payer=row.payer,
            payer_account=row.payer_account,
            reference=row.reference,
            texts=(row.text,),
            end_to_end=row.end_to_end,
            bank_reference=row.bank_reference,
            return_code=row.return_code,
        )

    async def _paid(self, references: Collection[str]) -> Sequence[Any]:
        if not references:
            return []
        wanted = (
            select(*_SAID)
            .join(journals, journals.c.entry_id == entries.c.id)
            .join(postings, postings.c.journal_id == journals.c.id)
            .join(invoices, invoices.c.id == postings.c.invoice_id)
            .where(
                among(invoices.c.reference, references),
                postings.c.policy_id == invoices.c.policy_id,
                postings.c.book == RECEIVABLE,
                postings.c.credit > 0,
            )
            .distinct()
        )
        return await self._all(wanted)

    async def _all(self, wanted: Select[Any]) -> Sequence[Any]:
        found: Sequence[Any] = (await self._session.execute(wanted)).all()
        return found
