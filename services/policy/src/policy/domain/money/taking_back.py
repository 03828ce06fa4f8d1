"""Which payment a return takes back: the one the bank's reference means, else its end-to-end id.

Where neither names one, our own reference does, which payers write and banks hand back: of the
payments of that invoice the one of this very amount from this very account, if it is the only one.

The bank's reference is exact, but the parts of a batch may share one; any words may be an
end-to-end id, and two payers may use the same. So of what a name means only that counts which
brought this very amount, and from no other account. Of equal payments for one contract the last is
meant; where they are of several, nobody knows.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from chassis.money import Money
from policy.domain.money.doubt import Doubt
from policy.domain.money.ledger import (
    BANK,
    BANK_CHARGES,
    RECEIVABLE,
    SUSPENSE,
    Journal,
    credit,
    debit,
)
from policy.domain.money.ledger import Kind as Booking
from policy.domain.money.statement import Entry
from policy.domain.money.suspense import Suspense

_MONEY: Final = frozenset({BANK, SUSPENSE})
_NO_NAME: Final = frozenset({"NOTPROVIDED", "NONREF"})


@dataclass(frozen=True, kw_only=True)
class Original:
    """A payment that was booked before, and what a return would call it."""

    journal_id: UUID
    journal: Journal
    end_to_end: str | None
    bank_reference: str | None
    payer_account: str | None
    waits: Suspense | None = None
    """Where nobody has said yet what it is for, or it waits for its contract."""

    @property
    def whose(self) -> object:
        """What it is for, else who sent it: equal payments of the same may stand for each other."""
        if self.waits is None:
            return self.journal.policy_id
        return self.waits.application_id or self.payer_account or self.journal_id

    @property
    def came(self) -> Money:
        """How much money it brought."""
        sides = (one.debit for one in self.journal.postings if one.book in _MONEY)
        return Money(sum(sides, Decimal(0)), self.journal.currency)

    @property
    def pays(self) -> frozenset[UUID]:
        """The invoices it paid, in whole or in part."""
        sides = (one for one in self.journal.postings if one.book == RECEIVABLE and one.credit)
        return frozenset([one.invoice_id for one in sides if one.invoice_id is not None])


class Originals:
    """Payments that were not taken back, the oldest first; `ours` are the accounts of the house."""

    def __init__(self, ours: Collection[str] = ()) -> None:
        self._ours = ours
        self._by_bank: dict[str, list[Original]] = {}
        self._by_end: dict[str, list[Original]] = {}
        self._by_invoice: dict[UUID, list[Original]] = {}

    def keep(self, original: Original) -> None:
        """Make a payment known by what a return would call it."""
        for name, book in self._places(original):
            book.setdefault(name, []).append(original)
        for invoice_id in original.pays:
            self._by_invoice.setdefault(invoice_id, []).append(original)

    def forget(self, original: Original) -> None:
        """It was taken back, and cannot be again."""
        for name, book in self._places(original):
            book[name] = [one for one in book[name] if one is not original]
        for invoice_id in original.pays:
            paid = self._by_invoice[invoice_id]
            self._by_invoice[invoice_id] = [one for one in paid if one is not original]

    def named(self, entry: Entry) -> list[Original]:
        """What a return may mean, if it was not paid from another account."""
        end_to_end = name_of(entry.end_to_end)
        found = self._by_bank.get(name_of(entry.bank_reference) or "")
        if found:
            found = [one for one in found if one.end_to_end == end_to_end] or found
        else:
            found = self._by_end.get(end_to_end or "", [])
        payer = entry.payer_account
        if payer is None or payer in self._ours:  # some banks name us, who send it back
            return found
        return [one for one in found if one.payer_account in {None, payer}]

    def meant(self, entry: Entry) -> Original | Doubt:
        """The one it takes back, or why nobody knows."""
        named = self.named(entry)
        fitting = [one for one in named if one.came == taken(entry)]
        if not fitting:
            return Doubt.OTHER_AMOUNT if named else Doubt.NO_ORIGINAL
        if len({one.whose for one in fitting}) > 1:
            return Doubt.SEVERAL_ORIGINALS
        return fitting[-1]

    def paid(self, invoice_id: UUID, entry: Entry) -> Original | Doubt:
        """The payment of this invoice that a return naming it takes back, or why nobody knows."""
        fitting = [
            one
            for one in self._by_invoice.get(invoice_id, ())
            if one.came == taken(entry) and one.payer_account == entry.payer_account is not None
        ]
        if len(fitting) > 1:
            return Doubt.SEVERAL_ORIGINALS
        return fitting[0] if fitting else Doubt.NO_ORIGINAL

    def _places(self, original: Original) -> Iterable[tuple[str, dict[str, list[Original]]]]:
        if bank := name_of(original.bank_reference):
            yield bank, self._by_bank
        if end_to_end := name_of(original.end_to_end):
            yield end_to_end, self._by_end


def off_the_bank(
    original: Original, *, fee: Money, entry_id: UUID, booked_on: date, at: datetime
) -> Journal:
    """What waits is not there any more, and the bank's charge besides."""
    back = original.came
    return Journal.of(
        Booking.RETURNED_BY_BANK,
        [debit(SUSPENSE, back), debit(BANK_CHARGES, fee), credit(BANK, back + fee)],
        policy_id=None,
        currency=back.currency,
        day=booked_on,
        at=at,
        entry_id=entry_id,
        reverses=original.journal_id,
    )


def out_of_suspense(booked: Journal) -> Journal:
    """The same return where the bank's line lay in suspense: the bank account shows it already."""
    sides = [replace(one, book=SUSPENSE) if one.book == BANK else one for one in booked.postings]
    return replace(booked, postings=tuple(sides))


def name_of(written: str | None) -> str | None:
    """An end-to-end id or a bank's reference; NOTPROVIDED is none, in whatever format it comes."""
    return None if not written or written in _NO_NAME else written


def calls(entry: Entry) -> tuple[str, ...]:
    """What an entry and its return have in common."""
    return tuple(filter(None, map(name_of, (entry.end_to_end, entry.bank_reference))))


def fee_of(entry: Entry) -> Money:
    """What of it is the bank's own charge, as far as it is said in the currency of the account."""
    nothing = Money.zero(entry.amount.currency)
    same = entry.charges is not None and entry.charges.currency == entry.amount.currency
    return entry.charges if same and entry.charges is not None else nothing


def taken(entry: Entry) -> Money:
    """How much of the payment a return takes back: all of it but the bank's charge."""
    return Money.zero(entry.amount.currency) - entry.amount - fee_of(entry)
