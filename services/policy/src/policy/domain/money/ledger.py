"""The ledger of a contract: double entry, appended to and never edited.

Whatever moves money is one journal; its debits and its credits are equal or it cannot be made. A
mistake is answered by a journal that says the opposite and names what it reverses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from chassis.money import Money
from policy.domain.money.line import PREMIUM, Line

RECEIVABLE: Final = "premium_receivable"
UNEARNED: Final = "unearned_premium"
INCOME: Final = "premium_income"
BAD_DEBT: Final = "bad_debt"
BANK: Final = "bank"
CREDIT: Final = "customer_credit"
SUSPENSE: Final = "suspense"
SUNDRY: Final = "sundry"
"""Money that is no premium: what the bank charges or pays us, as finance explained it."""
BROUGHT_IN: Final = "brought_in"
SMALL_DIFFERENCES: Final = "small_differences"
BANK_CHARGES: Final = "bank_charges"
_NOTHING: Final = Decimal("0.00")


def payable(levy: str) -> str:
    """The book of a levy that we owe to the state."""
    return f"payable:{levy}"


def not_yet_due(levy: str) -> str:
    """The book of a levy that will arise when the customer pays."""
    return f"not_yet_due:{levy}"


def book_of(line: Line) -> str:
    """Where a line is credited when it is charged."""
    if line.id == PREMIUM:
        return UNEARNED
    return not_yet_due(line.id) if line.on_payment else payable(line.id)


class Kind(StrEnum):
    """What happened."""

    CHARGED = "charged"
    RERATED = "rerated"
    REPLANNED = "replanned"
    BROUGHT_IN = "brought_in"
    RECEIVED = "received"
    EARNED = "earned"
    RETURNED_BY_BANK = "returned_by_bank"
    CREDIT_NOTE = "credit_note"
    CREDIT_USED = "credit_used"
    REFUNDED = "refunded"
    WRITTEN_OFF = "written_off"
    UNIDENTIFIED = "unidentified"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of a journal: a positive amount, debited or credited."""

    book: str
    debit: Decimal = _NOTHING
    credit: Decimal = _NOTHING
    invoice_id: UUID | None = None

    def mirrored(self) -> "Posting":
        """The opposite."""
        return Posting(self.book, self.credit, self.debit, self.invoice_id)


def debit(book: str, amount: Money, invoice_id: UUID | None = None) -> Posting:
    """What came into a book, or is owed to us."""
    return Posting(book, debit=amount.amount, invoice_id=invoice_id)


def credit(book: str, amount: Money, invoice_id: UUID | None = None) -> Posting:
    """What went out of a book, or is owed by us."""
    return Posting(book, credit=amount.amount, invoice_id=invoice_id)


class Unbalanced(ValueError):
    """A journal whose debits and credits differ: a mistake of ours, never of a caller's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """One thing that happened, in postings that balance."""

    policy_id: UUID | None
    """None for money nobody has explained yet."""
    kind: Kind
    currency: str
    day: date
    """The day it counts for in the books."""
    at: datetime
    postings: tuple[Posting, ...]
    entry_id: UUID | None = None
    """The line of a bank statement behind it."""
    reverses: UUID | None = None
    id: UUID | None = None
    """Given when it is written, or before where another journal must name it."""

    @classmethod
    def of(
        cls,
        kind: Kind,
        postings: Iterable[Posting],
        *,
        policy_id: UUID | None,
        currency: str,
        day: date,
        at: datetime,
        entry_id: UUID | None = None,
        reverses: UUID | None = None,
        journal_id: UUID | None = None,
    ) -> Self:
        """A journal of the postings that are not zero; refuses one that does not balance."""
        kept = tuple([one for one in postings if one.debit or one.credit])
        balance = _NOTHING
        for one in kept:
            balance += one.debit - one.credit
            if one.debit < 0 or one.credit < 0:
                raise Unbalanced(f"{kind} has a negative posting: {kept}")
        if balance:
            raise Unbalanced(f"{kind}: {kept}")
        return cls(
            policy_id=policy_id,
            kind=kind,
            currency=currency,
            day=day,
            at=at,
            postings=kept,
            entry_id=entry_id,
            reverses=reverses,
            id=journal_id,
        )
