"""Where accounts and their invoices are kept.

They are read and written as rows, many at a time: a statement of the bank touches thousands.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Select,
    Table,
    select,
)

from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.money import Money
from chassis.work import Work
from policy.domain.contract.versions import ContractVersion
from policy.domain.money.account import Account
from policy.domain.money.invoice import OPEN, Status
from policy.domain.money.ledger import Journal
from policy.domain.money.line import Line
from policy.domain.policy import Policy
from policy.storage.house_book import HouseBook
from policy.storage.money.account_rows import (
    account_of,
    account_row,
    changed_row,
    head_row,
    invoice_of,
    invoice_row,
)
from policy.storage.money.account_tables import accounts, invoices
from policy.storage.money.bulk import (
    among,
    insert_rows,
    insert_together,
    rows_of,
    take_for_written,
    update_rows,
)
from policy.storage.money.ledger import journals, ledger_rows, postings

_LIKENESSES: Final = 5


class Accounts:
    """The accounts of the contracts."""

    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._read: dict[UUID, int] = {}
        self._lines: dict[UUID, tuple[Line, ...]] = {}
        self._arrears: dict[UUID, list[dict[date, Money]]] = {}

    async def open(
        self,
        account: Account,
        charged: Iterable[Journal],
        contract: Sequence[Policy | ContractVersion],
    ) -> None:
        """Keep a new account with all its invoices, what was booked of it, and a new contract.

        One statement writes them all. The session knows the contract from then on.
        """
        heads, sides = ledger_rows(charged)
        billed = [invoice_row(one) for one in account.invoices]
        await insert_together(
            self._session,
            [
                *rows_of(contract).items(),
                (accounts, [account_row(account)]),
                (invoices, billed),
                (journals, heads),
                (postings, sides),
            ],
        )
        take_for_written(self._session, contract)
        self._remember(account)
        self._arrears[account.policy_id] = [{}]  # nobody has looked yet

    async def get(self, policy_id: UUID, *, asked_by: Principal) -> Account:
        """The account of a contract, if whoever asks may see it; to a stranger there is none."""
        found = await self._load([policy_id], lock=False)
        if not found or not asked_by.sees(found[0].customer_id):
            raise NotFound(f"there is no account of a policy {policy_id}")
        return found[0]

    async def locked(self, policy_id: UUID) -> Account:
        """The account, which nobody else changes until this work is done."""
        found = await self._load([policy_id], lock=True)
        if not found:
            raise NotFound(f"there is no account of a policy {policy_id}")
        return found[0]

    async def locked_all(self, policy_ids: Collection[UUID]) -> list[Account]:
        """All of these that there are, in one order: so two works do not wait for each other."""
        return await self._load(policy_ids, lock=True) if policy_ids else []

    async def of_invoice(self, invoice_id: UUID, *, asked_by: Principal) -> UUID:
        """Whose invoice it is: the contract."""
        named = select(invoices.c.policy_id, accounts.c.customer_id).join(accounts)
        row = (await self._session.execute(named.where(invoices.c.id == invoice_id))).one_or_none()
        if row is None or not asked_by.sees(row.customer_id):
            raise NotFound(f"there is no invoice {invoice_id}")
        policy_id: UUID = row.policy_id
        return policy_id

    async def named(self, references: Iterable[str], numbers: Iterable[str]) -> frozenset[UUID]:
        """The contracts that these references and policy numbers mean."""
        by_reference = select(invoices.c.policy_id).where(among(invoices.c.reference, references))
        by_number = select(accounts.c.id).where(among(accounts.c.number, numbers))
        return frozenset(
            [
                *await self._session.scalars(by_reference),
                *await self._session.scalars(by_number),
            ]
        )

    async def like(self, amount: Money) -> Sequence[Any]:
        """A few open invoices of exactly this amount: no more than a hint."""
        wanted = (
            select(invoices.c.id, invoices.c.number, invoices.c.policy_id, invoices.c.reference)
            .join(accounts)
            .where(
                invoices.c.amount == amount.amount,
                invoices.c.settled == 0,
                accounts.c.currency == amount.currency,
                invoices.c.status.in_(OPEN - {Status.PLANNED}),
            )
            .limit(_LIKENESSES)
        )
        return (await self._session.execute(wanted)).all()

    async def by_id(self, policy_id: UUID) -> Account:
        """The account, for an order that comes from inside and only reads."""
        found = await self._load([policy_id], lock=False)
        if not found:
            raise NotFound(f"there is no account of a policy {policy_id}")
        return found[0]

    async def find(self, policy_id: UUID) -> Account | None:
        """The account, to read; None of a contract from before there were accounts."""
        found = await self._load([policy_id], lock=False)
        return found[0] if found else None

    def arrears_moved(self, account: Account) -> bool:
        """Whether its contract should look: other premiums are overdue than when it was read.

        Where law wants a notice before a premium is due, also when others are to come.
        """
        return self._arrears[account.policy_id] != _looked_at(account)

    async def save(self, *changed: Account) -> None:
        """Write what changed since it was read; refuses if somebody else was quicker."""
        heads = [one for one in changed if self._read[one.policy_id] != one.version]
        billed = [one for account in changed for one in account.invoices]
        new = [one for one in billed if one.id not in self._read]
        old = [one for one in billed if self._read.get(one.id, one.version) != one.version]
        await self._update(accounts, [(one.policy_id, one, head_row(one)) for one in heads])
        await insert_rows(self._session, invoices, [invoice_row(one) for one in new])
        await self._update(invoices, [(one.id, one, changed_row(one)) for one in old])
        for account in changed:
            self._remember(account)

    async def _update(self, table: Table, rows: list[tuple[UUID, Any, dict[str, Any]]]) -> None:
        """The lines only where they changed: to write them costs more than all the rest."""
        kept, relined = [], []
        for id_, one, row in rows:
            row["read_version"] = self._read[id_]
            if one.lines is self._lines[id_]:
                row.pop("lines", None)
                kept.append(row)
            else:
                relined.append({**row, "lines": one.lines})
        await update_rows(self._session, table, kept)
        await update_rows(self._session, table, relined)

    async def _load(self, policy_ids: Collection[UUID], *, lock: bool) -> list[Account]:
        wanted: Select[Any] = select(accounts).where(among(accounts.c.id, policy_ids))
        if lock:
            wanted = wanted.order_by(accounts.c.id).with_for_update()
        heads = (await self._session.execute(wanted)).all()
        found = {row.id: account_of(row) for row in heads}
        billed = (
            select(invoices)
            .where(among(invoices.c.policy_id, found))
            .order_by(invoices.c.policy_id, invoices.c.sequence)
        )
        for row in (await self._session.execute(billed)).all():
            account = found[row.policy_id]
            account.invoices.append(invoice_of(row, account.currency))
        for account in found.values():
            self._remember(account)
        return list(found.values())

    def _remember(self, account: Account) -> None:
        self._read[account.policy_id] = account.version
        self._lines[account.policy_id] = account.lines
        self._arrears[account.policy_id] = _looked_at(account)
        for one in account.invoices:
            self._read[one.id], self._lines[one.id] = one.version, one.lines


def _looked_at(account: Account) -> list[dict[date, Money]]:
    overdue = account.unpaid(overdue=True)
    ahead = HouseBook().rules().wants_notice_ahead(account.jurisdiction)
    return [overdue, account.unpaid()] if ahead else [overdue]
