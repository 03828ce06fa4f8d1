"""The account of one contract: its invoices, the customer's credit, and the premium not yet earned.

    ──► OPEN ──► LAPSED ──► OPEN (reinstated)
          └────► CANCELLED          money that comes later is credit, and never gives cover back

The verbs are the files beside this one: each changes the account and says so in `Effects`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from chassis.errors import Conflict, NotFound
from chassis.events import Event
from chassis.money import Money
from policy.domain.money.invoice import NO_PREMIUM, OPEN, Invoice, Kind, Status
from policy.domain.money.ledger import Journal, Posting
from policy.domain.money.ledger import Kind as Entry
from policy.domain.money.line import Line
from policy.domain.money.origin import Origin
from policy.domain.money.reference import printed
from policy.domain.offer import PaymentMode
from policy.domain.period import local_day, midnight

MOST_INVOICES: Final = 500
EARNED_EVERY: Final = timedelta(days=31)


class Standing(StrEnum):
    """What became of the contract, as far as money is concerned."""

    OPEN = "open"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class CreditUse(StrEnum):
    """What the customer wants done with their credit."""

    REFUND = "refund"
    NEXT_INSTALMENT = "next_instalment"


class TooManyInvoices(Conflict, code="too-many-invoices"):
    """An account holds at most so many invoices; this contract needs a new one."""


class UnknownInvoice(NotFound, code="invoice-unknown"):
    """The account has no such invoice."""


class NoCredit(Conflict, code="no-credit"):
    """There is no credit, or not so much."""


@dataclass(kw_only=True)
class Effects:
    """What a verb did besides changing the account: journals for the ledger, facts for others."""

    journals: list[Journal] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def add(self, other: "Effects") -> None:
        """Also what another verb did."""
        self.journals += other.journals
        self.events += other.events


@dataclass(eq=False, kw_only=True)
class Account:
    """What is charged for one contract, and what was paid."""

    policy_id: UUID
    number: str
    """The contract's number."""
    customer_id: UUID
    time_zone: str
    """Of the insured place: its days are the days that count."""
    currency: str
    jurisdiction: str
    payment_mode: PaymentMode
    starts_on: date
    """Of the term that runs."""
    ends_on: date
    unearned: Money
    earned_until: date
    lines: tuple[Line, ...]
    """What the term costs by now, premium and levies: refunds go back by these shares."""
    credit: Money
    standing: Standing = Standing.OPEN
    credit_use: CreditUse | None = None
    refund_credit_at: datetime | None = None
    """When credit goes back by itself."""
    refund_to: str | None = None
    """The account of whoever last paid premium: what a credit note gives back goes there."""
    credit_from: tuple[Origin, ...] = ()
    """Whose money the credit is: it goes back to them (`origins.py`)."""
    hold: str | None = None
    """Why reminders stop until a person has looked, such as `MD07`."""
    last_sequence: int = 0
    invoices: list[Invoice] = field(default_factory=list)
    version: int = 1

    @property
    def owed(self) -> list[Invoice]:
        """What was asked for as premium and is not paid, oldest due first."""
        owed = [one for one in self.invoices if one.is_owed and not one.is_claim]
        if len(owed) > 1:
            owed.sort(key=lambda one: (one.due_on, one.sequence))
        return owed

    @property
    def claims(self) -> list[Invoice]:
        """What is owed and is no premium: it is paid after all premium, unless it is named."""
        return [one for one in self.invoices if one.is_claim and one.is_owed]

    @property
    def balance(self) -> Money:
        """What the customer was asked for and has not paid, less their credit."""
        asked = (one.open for one in (*self.owed, *self.claims))
        return sum(asked, Money.zero(self.currency)) - self.credit

    @property
    def next_due(self) -> Invoice | None:
        """What is to be paid next, asked for already or not."""
        waiting = [one for one in self.invoices if one.is_owed or one.status is Status.PLANNED]
        return min(waiting, key=lambda one: (one.due_on, one.sequence), default=None)

    @property
    def paid_until(self) -> date:
        """The first day that is not paid for; the first day of all while nothing is."""
        buying = [one for one in self.invoices if one.buys_time]
        until = min([self.starts_on, *(one.covers_from for one in buying)])
        for one in sorted(buying, key=lambda one: (one.covers_from, one.sequence)):
            if one.covers_from > until and not one.is_comeback:
                continue  # before a comeback lies a gap, which nobody pays for
            if one.status not in (Status.PAID, Status.CANCELLED):
                return min(until, one.covers_from)  # also where it took the place of another
            until = max(until, one.covers_until)
        return min(until, self.ends_on)

    def today(self, at: datetime) -> date:
        """The day on the wall there."""
        return local_day(at, self.time_zone)

    def invoice(self, invoice_id: UUID) -> Invoice:
        """One of its invoices."""
        for one in self.invoices:
            if one.id == invoice_id:
                return one
        raise UnknownInvoice(f"{self.number} has no invoice {invoice_id}")

    def journal(
        self,
        kind: Entry,
        postings: Iterable[Posting],
        *,
        at: datetime,
        day: date | None = None,
        entry_id: UUID | None = None,
        reverses: UUID | None = None,
        journal_id: UUID | None = None,
    ) -> Journal:
        """A journal of this contract, on its own day."""
        return Journal.of(
            kind,
            postings,
            policy_id=self.policy_id,
            currency=self.currency,
            day=day or self.today(at),
            at=at,
            entry_id=entry_id,
            reverses=reverses,
            journal_id=journal_id,
        )

    def touched(self) -> None:
        """It changed."""
        self.version += 1

    def unpaid_since(self, at: datetime) -> date | None:
        """Since which due date something is unpaid; a part paid or a return does not move it."""
        today = self.today(at)
        days = [one.due_on for one in self.owed if one.due_on <= today]
        return min(days, default=None)

    def unpaid(self, *, overdue: bool = False) -> dict[date, Money]:
        """What is open by due day: of all that is charged, or of what is overdue."""
        found: dict[date, Money] = {}
        for one in self.invoices:
            wanted = one.status is Status.OVERDUE if overdue else one.status in OPEN
            if wanted and one.kind not in NO_PREMIUM and (left := one.open):
                known = found.get(one.due_on)
                found[one.due_on] = left if known is None else known + left
        return found

    @property
    def planned(self) -> list[date]:
        """When instalments are due that have not been asked for yet, the next first."""
        return sorted(
            one.due_on
            for one in self.invoices
            if one.status is Status.PLANNED and one.kind is Kind.INSTALMENT
        )

    def must_refund(self, at: datetime) -> bool:
        """Whether credit has waited long enough for the customer's wish."""
        return (
            bool(self.credit) and self.refund_credit_at is not None and self.refund_credit_at <= at
        )

    def next_step_at(self) -> datetime | None:
        """When time will next change something here; None when it will not."""
        days = [day for one in self.invoices for day in _steps(one)]
        if self.unearned:
            days.append(min(self.earned_until + EARNED_EVERY, self.ends_on))
        instants = [midnight(day, self.time_zone) for day in days]
        if self.credit and self.refund_credit_at is not None:
            instants.append(self.refund_credit_at)
        return min(instants, default=None)


def reference_of(account: Account | None, due_on: date) -> str | None:
    """What to write on the payment of premium that is due that day; None where none is.

    Of several it is the first that is open: what is more pays the others of that day.
    """
    invoices = [] if account is None else account.invoices
    asked = [one for one in invoices if one.due_on == due_on and one.kind not in NO_PREMIUM]
    asked.sort(key=lambda one: (not one.open, one.status is Status.CANCELLED, one.sequence))
    return printed(asked[0].reference) if asked else None


def _steps(invoice: Invoice) -> Iterable[date]:
    if invoice.is_claim:
        return
    match invoice.status:
        case Status.PLANNED:
            yield invoice.issue_on
        case Status.ISSUED:
            yield invoice.due_on
        case Status.DUE | Status.PARTLY_PAID:
            yield invoice.due_on + timedelta(days=1)
        case _:
            return
