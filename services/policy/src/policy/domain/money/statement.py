"""A statement of our bank: what it says of one account for some days, and whether it adds up."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from chassis.errors import Conflict, Rejected
from chassis.money import Money

MOST_ENTRIES: Final = 20_000


class NotOurs(Rejected, code="not-our-account"):
    """The statement is of an account that is not ours."""


class DoesNotAddUp(Rejected, code="statement-does-not-add-up"):
    """The amounts of the statement contradict one another."""


class OtherCurrency(Rejected, code="statement-currency"):
    """An account of ours is kept in one currency, and all that is booked on it is in that one."""


class BookedAhead(Rejected, code="booked-ahead"):
    """A bank books what has happened: an entry of a day to come is a mistake."""


class StatementChanged(Conflict, code="statement-changed"):
    """A statement of this id was imported with other content: ask the bank which one counts."""


class Format(StrEnum):
    """What a statement can come as."""

    CAMT_053 = "camt.053"
    CSV = "csv"


class Gap(StrEnum):
    """What a person should look at, though the import went on."""

    SEQUENCE_GAP = "sequence-gap"
    BALANCE_GAP = "balance-gap"
    PERHAPS_KNOWN = "perhaps-known"
    """Entries wait in suspense that an earlier statement may have brought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One movement on our account; of a batch, one of its parts."""

    key: str
    """What tells it from every other entry of the account, today and in a later statement."""
    amount: Money
    """Positive is money in."""
    booked_on: date
    value_on: date | None = None
    executed_on: date | None = None
    """When the payer ordered it, where the bank says so."""
    payer: str | None = None
    payer_account: str | None = None
    receiver: str | None = None
    """Whom money that went out went to, where the bank says both sides."""
    receiver_account: str | None = None
    reference: str | None = None
    """The structured one."""
    texts: tuple[str, ...] = ()
    end_to_end: str | None = None
    bank_reference: str | None = None
    reversal: bool = False
    return_code: str | None = None
    charges: Money | None = None
    line: int = 0
    """Of the file, where it begins: to name it when it is refused."""
    words: str | None = None
    """What it says, where the bank gave it no reference: another one may say the same."""
    balance: Decimal | None = None
    """Of the account after it, by its statement; only beside `words`."""
    perhaps_known: bool = False
    """Whether an earlier statement may have brought it (`overlap.py`)."""

    @property
    def takes_back(self) -> bool:
        """Whether it undoes an earlier one."""
        return self.reversal or self.return_code is not None

    @property
    def paid_on(self) -> date:
        """The day the payer is judged by: the better one for them (ours)."""
        return min(self.executed_on or self.booked_on, self.booked_on)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What the bank sent, checked."""

    account: str
    statement_id: str
    format: Format
    sequence: int | None
    opening: Money
    closing: Money
    entries: tuple[Entry, ...]
    not_booked: int = 0
    """Entries that are only announced; they come again when they are booked."""
    digest: bytes

    def must_be_ours(self, accounts: Mapping[str, str]) -> None:
        """Refuse somebody else's, and money in another currency than our account is kept in."""
        kept_in = accounts.get(self.account)
        if kept_in is None:
            raise NotOurs("no account of ours has this number", field="/content")
        if {self.opening.currency, self.closing.currency} != {kept_in}:
            raise OtherCurrency(f"{self.account} is kept in {kept_in}", field="/content")
        for one in self.entries:
            if one.amount.currency != kept_in:
                where = f"{self._place(one)} is in {one.amount.currency}"
                raise OtherCurrency(
                    f"{where}: {self.account} is kept in {kept_in}", field="/content"
                )

    def must_have_happened(self, today: date) -> None:
        """Refuse what is booked later than tomorrow: where our bank is, that may have begun."""
        for one in self.entries:
            if one.booked_on > today + timedelta(days=1):
                where = self._place(one)
                raise BookedAhead(f"{where} is booked on {one.booked_on}", field="/content")

    def must_add_up(self) -> None:
        """Opening and all that was booked make closing."""
        if len(self.entries) > MOST_ENTRIES:
            raise DoesNotAddUp(f"more than {MOST_ENTRIES} entries", field="/content")
        moved = sum(one.amount.amount for one in self.entries)
        if self.opening.amount + moved != self.closing.amount:
            raise DoesNotAddUp(
                f"{self.opening} and {moved} booked make no {self.closing}", field="/content"
            )

    def _place(self, one: Entry) -> str:
        return f"{'line' if self.format is Format.CSV else 'the entry in line'} {one.line}"


@dataclass(eq=False, kw_only=True)
class Import:
    """A statement that was imported, and what came of it."""

    id: UUID
    account: str
    statement_id: str
    format: Format
    sequence: int | None
    opening: Money
    closing: Money
    digest: bytes
    warnings: list[Gap]
    booked: int = 0
    suspense: int = 0
    held: int = 0
    """First premiums that wait for their contract."""
    known: int = 0
    """Entries that an earlier statement had brought."""
    not_booked: int = 0
    imported_at: datetime
    imported_by: str

    def count_held(self, held: int) -> None:
        """So much of what no account knows is the first premium of an application."""
        self.held = held
        self.suspense -= held


def gaps(new: Statement, before: Import | None) -> list[Gap]:
    """What is missing between the statement before and this one."""
    if before is None:
        return []
    found = []
    if new.sequence and before.sequence and new.sequence != before.sequence + 1:
        found.append(Gap.SEQUENCE_GAP)
    if new.opening != before.closing:
        found.append(Gap.BALANCE_GAP)
    return found


def keyed(entries: Sequence[Entry], *, opening: Money) -> tuple[Entry, ...]:
    """Each with a key: the bank's own reference, else what it says.

    Two equal ones in one statement are two: the second gets a number, in each statement the same.
    Whether equal ones of two statements are one, the balance after them tells (`overlap.py`).
    """
    balance = opening.amount
    seen: Counter[str] = Counter()
    done = []
    for one in entries:
        if one.amount.currency == opening.currency:
            balance += one.amount.amount
        key = one.key or _said(one)
        if one.takes_back:  # banks give a return the reference of what it returns
            key = f"back:{key}"
        words = None if one.key else key
        seen[key] += 1
        if seen[key] > 1:
            key = f"{key}#{seen[key]}"
        if words is not None:
            done.append(replace(one, key=key, words=words, balance=balance))
        else:
            done.append(one if key == one.key else replace(one, key=key))
    return tuple(done)


def _said(entry: Entry) -> str:
    said = "\n".join(
        (
            str(entry.amount),
            entry.booked_on.isoformat(),
            entry.payer_account or entry.payer or "",
            entry.end_to_end or "",
            entry.reference or "",
            *entry.texts,
        )
    )
    return "sha256:" + hashlib.sha256(said.encode()).hexdigest()[:40]
