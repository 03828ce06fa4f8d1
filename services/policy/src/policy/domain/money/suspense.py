"""Money nobody has explained yet: it waits for a person, who says what it is for.

OPEN ──► ASSIGNED     to an invoice, and through it to its contract
├────► RETURNED     to whoever sent it ──► CONFIRMED, when our bank's statement shows it; what
│                   is large, or came without an account, when a second person agrees
├────► EXPLAINED    money that is no premium; what it was, in words
├────► HELD         the premium of an application: ASSIGNED when its contract is made,
OPEN again when there will be none
├────► MATCHED      to what was taken down by hand, which paid the contract before; or to the
│                   same line of an earlier statement; to a refund that went out; or, of money
│                   that the bank took, to the payment it took back
└────► TAKEN_BACK   by the bank, also while it was HELD: it is not there any more
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from chassis.errors import Conflict, Rejected
from chassis.money import Money
from policy.domain.money.account import Account
from policy.domain.money.bank_account import must_be_right
from policy.domain.money.doubt import Doubt
from policy.domain.money.invoice import Invoice
from policy.domain.money.ledger import SUNDRY, SUSPENSE, Journal, credit, debit
from policy.domain.money.ledger import Kind as Entry
from policy.domain.money.refund import NoReceiver, Refund, SecondPerson
from policy.domain.money.rules import Rules
from policy.domain.money.unidentified import unidentified


class Status(StrEnum):
    """What became of it."""

    OPEN = "open"
    HELD = "held"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    EXPLAINED = "explained"
    MATCHED = "matched"
    TAKEN_BACK = "taken_back"


class Resolved(Conflict, code="suspense-resolved"):
    """Somebody has said already what it is."""


class CannotBeThat(Rejected, code="not-that-money"):
    """This money cannot be what you say."""


@dataclass(eq=False, kw_only=True)
class Suspense:
    """An entry that waits."""

    id: UUID
    """The entry's id."""
    amount: Money
    booked_on: date
    paid_on: date
    payer: str | None
    """Who paid it, or whom it went to."""
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
    to_account: str | None = None
    """Where it is to go back, or went."""
    return_wanted_by: str | None = None
    """Who wants it sent back, where that takes a second person."""
    version: int = 1

    @property
    def end_to_end(self) -> str:
        """The end-to-end id it goes back under: our bank's line carries it, and confirms it."""
        return self.id.hex

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

    def goes_to(self, to_account: str | None) -> str:
        """The account it came from; where there was none, the one a person says."""
        self._must_be_one_of({Status.OPEN})
        if self.payer_account is not None and to_account not in {None, self.payer_account}:
            raise NoReceiver("it goes to whoever paid, and nowhere else", field="/to_account")
        receiver = self.payer_account or to_account or self.to_account
        if receiver is None:
            raise NoReceiver("it came without an account: say to which", field="/to_account")
        if to_account is not None:
            must_be_right(to_account, field="/to_account")
        return receiver

    def give_back(
        self, to: str, *, rules: Rules, sent_alone: Decimal, note: str, by: str, at: datetime
    ) -> Journal | None:
        """It goes back; None while a second person has to agree, as to a refund.

        `sent_alone` is what this person sent there of late, which counts towards the limit.
        """
        if self.amount.amount <= 0:
            raise CannotBeThat("only money that came in can go back", field="/resolution")
        alone = self.amount.amount + sent_alone <= rules.refund_alone_up_to
        if self.return_wanted_by is not None or not alone or self.payer_account is None:
            if self.return_wanted_by is None or self.to_account != to:
                self.return_wanted_by, self.to_account, self.note = by, to, note
                return None
            if self.return_wanted_by == by:
                raise SecondPerson(f"{by} asked for it, somebody else agrees to it")
        self.to_account = to
        self._resolve(Status.RETURNED, note=note, by=by, at=at)
        return self._off_the_bank(at)

    def take_back(self, *, code: str, by: str, at: datetime) -> None:
        """The bank took it back, for this reason of its own: nobody can use it any more."""
        self._resolve(Status.TAKEN_BACK, note=f"the bank took it back {code}".strip(), by=by, at=at)

    def confirm(self) -> None:
        """Our bank's statement shows that it went back."""
        self._must_be_one_of({Status.RETURNED})
        self.status = Status.CONFIRMED

    def is_known(self, *, note: str, by: str, at: datetime) -> Journal:
        """An earlier statement brought it: it is not on the bank account a second time."""
        if self.doubt is not Doubt.PERHAPS_KNOWN:
            raise CannotBeThat("no earlier statement brought the like", field="/resolution")
        self._resolve(Status.MATCHED, note=note, by=by, at=at)
        return self._off_the_bank(at)

    def is_refund(self, refund: Refund, *, note: str, by: str, at: datetime) -> Journal:
        """It is a refund of ours that travelled under no id; it left our account when it was sent.

        The bank's statement shows it, so it is confirmed.
        """
        if self.amount + refund.amount:
            raise CannotBeThat(f"the refund is one of {refund.amount}", field="/refund_id")
        refund.confirm()
        return self.match(refund.policy_id, note=note, by=by, at=at)

    def match(self, policy_id: UUID, *, note: str, by: str, at: datetime) -> Journal:
        """It was booked to the bank by hand when it was taken down: not twice."""
        self._resolve(Status.MATCHED, note=note, by=by, at=at)
        self.policy_id = policy_id
        return self._off_the_bank(at)

    def is_return_of(
        self, came: Money, policy_id: UUID | None, *, note: str, by: str, at: datetime
    ) -> None:
        """The bank took this payment back: it is booked as its return."""
        if self.amount + came:
            raise CannotBeThat(f"that payment was one of {came}", field="/payment_id")
        self._resolve(Status.MATCHED, note=note, by=by, at=at)
        self.policy_id = policy_id

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
        self._must_be_one_of({Status.OPEN, Status.HELD} if also_held else {Status.OPEN})
        self.status, self.note = status, note
        self.resolved_at, self.resolved_by = at, by

    def _must_be_one_of(self, statuses: set[Status]) -> None:
        if self.status not in statuses:
            raise Resolved(f"it is {self.status} since {self.resolved_at:%Y-%m-%d}")
