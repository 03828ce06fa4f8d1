"""Money nobody has explained yet: it waits for a person, who says what it is for.

    OPEN ──► ASSIGNED     to an invoice, and through it to its contract
      ├────► RETURNED     to whoever sent it
      ├────► EXPLAINED    money that is no premium; what it was, in words
      ├────► HELD         the premium of an application: ASSIGNED when its contract is made,
                          OPEN again when there will be none
      ├────► MATCHED      to what was taken down by hand, which paid the contract before; or to
      │                   the same line of an earlier statement
      └────► TAKEN_BACK   by the bank, also while it was HELD: it is not there any more

Likenesses are suggested with a score; none of them books anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from chassis.errors import Conflict, Rejected
from chassis.money import Money
from policy.domain.money.account import Account
from policy.domain.money.doubt import Doubt
from policy.domain.money.invoice import Invoice
from policy.domain.money.ledger import BANK, SUNDRY, SUSPENSE, Journal, credit, debit
from policy.domain.money.ledger import Kind as Entry

_SAME_AMOUNT: Final = 40
_NAMED: Final = 90


class Status(StrEnum):
    """What became of it."""

    OPEN = "open"
    HELD = "held"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    EXPLAINED = "explained"
    MATCHED = "matched"
    TAKEN_BACK = "taken_back"


class Resolved(Conflict, code="suspense-resolved"):
    """Somebody has said already what it is."""


class CannotBeThat(Rejected, code="not-that-money"):
    """This money cannot be what you say."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A likeness: so many points of a hundred."""

    invoice_id: UUID
    invoice: str
    policy_id: UUID
    open: Money
    score: int


@dataclass(eq=False, kw_only=True)
class Suspense:
    """An entry that waits."""

    id: UUID
    """The entry's id."""
    amount: Money
    booked_on: date
    paid_on: date
    payer: str | None
    payer_account: str | None
    text: str
    doubt: Doubt
    policy_id: UUID | None
    """The contract it seems to be for, where that is the question."""
    status: Status = Status.OPEN
    note: str | None = None
    invoice_id: UUID | None = None
    application_id: UUID | None = None
    """The application it names, or is the premium of."""
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    version: int = 1

    @property
    def is_held(self) -> bool:
        """Whether it is the premium of an application."""
        return self.status is Status.HELD

    def assign(
        self, account: Account, invoice: Invoice, *, note: str, by: str, at: datetime
    ) -> None:
        """It pays this invoice."""
        if self.amount.amount <= 0:
            raise CannotBeThat("money that went out pays no invoice", field="/resolution")
        if self.amount.currency != account.currency:
            raise CannotBeThat(
                f"{account.number} is kept in {account.currency}", field="/invoice_id"
            )
        self.invoice_id, self.policy_id = invoice.id, account.policy_id
        self._resolve(Status.ASSIGNED, note=note, by=by, at=at)

    def hold_for(self, application_id: UUID, *, note: str, by: str, at: datetime) -> None:
        """It is the premium of a contract that is not made yet."""
        if self.amount.amount <= 0:
            raise CannotBeThat("money that went out is no premium", field="/resolution")
        self._resolve(Status.HELD, note=note, by=by, at=at)
        self.application_id = application_id

    def release(self, *, note: str) -> None:
        """There will be no contract: a person sends it back."""
        self.status, self.doubt, self.note = Status.OPEN, Doubt.NO_CONTRACT, note
        self.resolved_at = self.resolved_by = None

    def give_back(self, *, note: str, by: str, at: datetime) -> Journal:
        """It goes back to whoever sent it."""
        if self.amount.amount <= 0:
            raise CannotBeThat("only money that came in can go back", field="/resolution")
        self._resolve(Status.RETURNED, note=note, by=by, at=at)
        return self._off_the_bank(at)

    def take_back(self, *, code: str, by: str, at: datetime) -> None:
        """The bank took it back, for this reason of its own: nobody can use it any more."""
        self._resolve(Status.TAKEN_BACK, note=f"the bank took it back {code}".strip(), by=by, at=at)

    def is_known(self, *, note: str, by: str, at: datetime) -> Journal:
        """An earlier statement brought it: it is not on the bank account a second time."""
        if self.doubt is not Doubt.PERHAPS_KNOWN:
            raise CannotBeThat("no earlier statement brought the like", field="/resolution")
        self._resolve(Status.MATCHED, note=note, by=by, at=at)
        return self._off_the_bank(at)

    def match(self, policy_id: UUID, *, note: str, by: str, at: datetime) -> Journal:
        """It was booked to the bank by hand when it was taken down: not twice."""
        self._resolve(Status.MATCHED, note=note, by=by, at=at)
        self.policy_id = policy_id
        return self._off_the_bank(at)

    def _off_the_bank(self, at: datetime) -> Journal:
        booked = unidentified(self.amount, entry_id=self.id, booked_on=self.booked_on, at=at)
        return Journal.of(
            Entry.RESOLVED,
            [one.mirrored() for one in booked.postings],
            policy_id=None,
            currency=self.amount.currency,
            day=at.date(),
            at=at,
            entry_id=self.id,
        )

    def explain(self, *, note: str, by: str, at: datetime) -> Journal:
        """It is no premium; `note` says what. Nobody waits for it any more."""
        self._resolve(Status.EXPLAINED, note=note, by=by, at=at)
        there = debit(SUSPENSE, self.amount), credit(SUNDRY, self.amount)
        if self.amount.amount < 0:
            gone = Money.zero(self.amount.currency) - self.amount
            there = debit(SUNDRY, gone), credit(SUSPENSE, gone)
        return Journal.of(
            Entry.RESOLVED,
            there,
            policy_id=None,
            currency=self.amount.currency,
            day=at.date(),
            at=at,
            entry_id=self.id,
        )

    def _resolve(self, status: Status, *, note: str, by: str, at: datetime) -> None:
        also_held = status in {Status.ASSIGNED, Status.TAKEN_BACK}
        if self.status not in ({Status.OPEN, Status.HELD} if also_held else {Status.OPEN}):
            raise Resolved(f"it is {self.status} since {self.resolved_at:%Y-%m-%d}")
        self.status, self.note = status, note
        self.resolved_at, self.resolved_by = at, by


def unidentified(
    amount: Money,
    *,
    entry_id: UUID,
    booked_on: date,
    at: datetime,
    journal_id: UUID | None = None,
) -> Journal:
    """L-10: it is on the bank account, and nobody knows why."""
    if amount.amount < 0:
        out = Money.zero(amount.currency) - amount
        postings = [debit(SUSPENSE, out), credit(BANK, out)]
    else:
        postings = [debit(BANK, amount), credit(SUSPENSE, amount)]
    return Journal.of(
        Entry.UNIDENTIFIED,
        postings,
        policy_id=None,
        currency=amount.currency,
        day=booked_on,
        at=at,
        entry_id=entry_id,
        journal_id=journal_id,
    )


def suggestions(waiting: Suspense, alike: Iterable[Any]) -> list[Suggestion]:
    """What it might be, the likeliest first: the amount counts, and the contract named even more.

    `alike` are open invoices of this very amount: `id`, `number`, `policy_id`.
    """
    found = [
        Suggestion(
            invoice_id=one.id,
            invoice=one.number,
            policy_id=one.policy_id,
            open=waiting.amount,
            score=_NAMED if waiting.policy_id == one.policy_id else _SAME_AMOUNT,
        )
        for one in alike
    ]
    return sorted(found, key=lambda one: (-one.score, one.invoice))
