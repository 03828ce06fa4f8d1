"""An invoice: an instalment, an additional premium, a claim, or the note that takes premium back.

    PLANNED ──► ISSUED ──► DUE ──► OVERDUE
       │          │         │         │
       └──────────┴── PARTLY_PAID ────┤      money: in part, or all of it; a payment that the bank
                        │             │      takes back opens it again, with its first due date
                        ▼             ▼
                       PAID      WRITTEN_OFF        CANCELLED, by a credit note, from any open one

What is open is the amount less what was settled, credited and written off. What is planned and paid
in part stays planned: it is not owed yet, and is issued and due in its time.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from chassis.errors import Conflict
from chassis.money import Money
from policy.domain.money.line import Line


class Status(StrEnum):
    """Where an invoice is."""

    PLANNED = "planned"
    ISSUED = "issued"
    DUE = "due"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERDUE = "overdue"
    WRITTEN_OFF = "written_off"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What an invoice is for."""

    INSTALMENT = "instalment"
    ADDITIONAL = "additional"
    CREDIT_NOTE = "credit_note"
    CLAIM = "claim"
    """No premium: what was given back to the customer and then lost (`claiming.py`)."""


NO_PREMIUM: Final = frozenset({Kind.CREDIT_NOTE, Kind.CLAIM})
"""What nobody asks for as premium."""
OPEN: Final = frozenset(
    {Status.PLANNED, Status.ISSUED, Status.DUE, Status.PARTLY_PAID, Status.OVERDUE}
)
COMEBACK: Final = "reinstatement"
"""The reason of an invoice for the days left after a lapse."""
_BY_TIME: Final = {Status.PLANNED: 0, Status.ISSUED: 1, Status.DUE: 2, Status.OVERDUE: 3}


class NothingOpen(Conflict, code="nothing-open"):
    """Nothing of this invoice is open any more."""


@dataclass(eq=False, kw_only=True)
class Invoice:
    """What is asked for, until when, and what became of it."""

    id: UUID
    policy_id: UUID
    number: str
    sequence: int
    reference: str
    kind: Kind
    lines: tuple[Line, ...]
    amount: Money
    settled: Money
    credited: Money
    written_off: Money
    issue_on: date
    due_on: date
    covers_from: date
    covers_until: date
    status: Status = Status.PLANNED
    refers_to: UUID | None = None
    """The invoice that a credit note takes back."""
    reason: str | None = None
    paid_on: date | None = None
    version: int = 1

    @property
    def open(self) -> Money:
        """What is still to be paid."""
        return Money(self._left, self.amount.currency)

    @property
    def _left(self) -> Decimal:
        given = self.settled.amount + self.credited.amount + self.written_off.amount
        return self.amount.amount - given

    @property
    def is_claim(self) -> bool:
        """Whether it is no premium: no cover depends on it."""
        return self.kind is Kind.CLAIM

    @property
    def is_comeback(self) -> bool:
        """Whether it is for the days left after a lapse."""
        return self.kind is Kind.ADDITIONAL and self.reason == COMEBACK

    @property
    def buys_time(self) -> bool:
        """Whether its days are paid for once it is; more cover for the same days is not that."""
        return self.kind is Kind.INSTALMENT or self.is_comeback

    @property
    def is_owed(self) -> bool:
        """Whether the customer was asked for it and has not paid all of it."""
        return self.status in OPEN and self.status is not Status.PLANNED and bool(self._left)

    def move_on(self, today: date) -> Status | None:
        """Be issued, due or overdue by `today`; the step that was made, if any."""
        if self.status not in OPEN:
            return None
        by_now = self._by_calendar(today)
        if self.status is Status.PARTLY_PAID:
            moves = by_now is Status.OVERDUE
        else:
            moves = _BY_TIME[by_now] > _BY_TIME[self.status]
        if not moves:
            return None
        self._now(by_now)
        return by_now

    def settle(self, amount: Money, *, paid_on: date) -> None:
        """So much of it is paid. Part of what is overdue leaves it overdue: grace runs on.

        Part of what was only planned leaves it planned: the rest is asked for in its time.
        """
        self.settled = self.settled + amount
        if not self._left:
            self.paid_on = paid_on
            self._now(Status.PAID)
        else:
            stays = self.status in {Status.PLANNED, Status.OVERDUE}
            self._now(self.status if stays else Status.PARTLY_PAID)

    def reopen(self, amount: Money, today: date) -> None:
        """The bank took so much back: it is open again, and due when it first was."""
        self.settled = self.settled - amount
        self.paid_on = None
        by_now = self._by_calendar(today)
        partly = self.settled and by_now not in {Status.PLANNED, Status.OVERDUE}
        self._now(Status.PARTLY_PAID if partly else by_now)

    def credit(self, amount: Money) -> None:
        """A credit note takes so much of it back."""
        self.credited = self.credited + amount
        if self.open:
            self._now(self.status)
        else:
            self._now(Status.PAID if self.settled else Status.CANCELLED)

    def credit_given_up(self, amount: Money) -> None:
        """A credit note takes back so much of what was written off: nobody ever paid it."""
        self.written_off = self.written_off - amount
        self.credited = self.credited + amount
        if self.written_off:
            self._now(self.status)
        else:
            self._now(Status.PAID if self.settled else Status.CANCELLED)

    def write_off(self) -> Money:
        """Give up what is open."""
        if self.status not in OPEN:
            raise NothingOpen(f"invoice {self.number} is {self.status}")
        given_up = self.open
        self.written_off = self.written_off + given_up
        self._now(Status.WRITTEN_OFF)
        return given_up

    def _by_calendar(self, today: date) -> Status:
        if today > self.due_on:
            return Status.OVERDUE
        if today == self.due_on:
            return Status.DUE
        return Status.ISSUED if today >= self.issue_on else Status.PLANNED

    def _now(self, status: Status) -> None:
        self.status = status
        self.version += 1
