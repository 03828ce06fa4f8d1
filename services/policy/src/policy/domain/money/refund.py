"""A refund: money of the customer's that goes back to whoever paid, and nowhere else.

WANTED ──► SENT ──► CONFIRMED, when our bank's statement shows it
├─────► REFUSED, by the second person that a large one takes
└─────► VOID, when the credit it waits for is gone: taken back by the bank, or used

SENT or CONFIRMED ──► FAILED, when the bank it went to sends it back: another one waits instead

What came without an account waits too: the second person says where it goes.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from chassis.errors import Conflict, Forbidden, Rejected
from chassis.money import Money
from contracts.policy import PremiumReturned, RefundAccountWanted
from policy.domain.money.account import Account, Effects
from policy.domain.money.bank_account import last_signs, must_be_right
from policy.domain.money.ledger import BANK, BANK_CHARGES, CREDIT, SUSPENSE, credit, debit
from policy.domain.money.ledger import Kind as Entry
from policy.domain.money.origins import Payer, give_credit, send_back
from policy.domain.money.receiving import Payment
from policy.domain.money.rules import Rules
from policy.domain.money.telling import whose


class Status(StrEnum):
    """Where a refund is."""

    WANTED = "wanted"
    SENT = "sent"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    VOID = "void"
    FAILED = "failed"


MOVES: Final = {
    Status.WANTED: {Status.SENT, Status.REFUSED, Status.VOID},
    Status.SENT: {Status.CONFIRMED, Status.FAILED},
    Status.CONFIRMED: {Status.FAILED},
}


BACK_FROM: Final = frozenset({Status.SENT, Status.CONFIRMED})
"""Where a bank may send it back."""


class IllegalMove(Conflict, code="illegal-refund-move"):
    """This refund cannot go there from where it is."""


class NoReceiver(Rejected, code="refund-receiver"):
    """A refund goes to the account it came from; where there was none, a person says to which."""


class SecondPerson(Forbidden, code="second-person"):
    """Whoever asks for a large refund does not also agree to it."""


@dataclass(eq=False, kw_only=True)
class Refund:
    """Money on its way back."""

    id: UUID
    policy_id: UUID
    customer_id: UUID
    amount: Money
    reason: str
    to_account: str | None
    """The payer's account; None while nobody knows one: then it is not sent."""
    wanted_at: datetime
    wanted_by: str
    status: Status = Status.WANTED
    decided_at: datetime | None = None
    decided_by: str | None = None
    void_because: str | None = None
    """Also why it failed."""
    version: int = 1

    @property
    def end_to_end(self) -> str:
        """The end-to-end id it travels under: our bank's line carries it back, and confirms it."""
        return self.id.hex

    @classmethod
    def want(
        cls,
        refund_id: UUID,
        account: Account,
        amount: Money,
        *,
        payer: Payer,
        reason: str,
        rules: Rules,
        by: str,
        at: datetime,
        sent_alone: Decimal = Decimal(0),
        failed: "Refund | None" = None,
    ) -> tuple["Refund", Effects]:
        """Give a payer's credit back: at once up to a limit, above it when a second one agrees.

        `sent_alone` is what the same person sent of late, which counts towards the limit; `failed`
        the refund it is instead of. Where nobody knows where it goes, the customer is asked.
        """
        refund = cls(
            id=refund_id,
            policy_id=account.policy_id,
            customer_id=account.customer_id,
            amount=amount,
            reason=reason,
            to_account=payer,
            wanted_at=at,
            wanted_by=by,
        )
        if payer is None:
            return refund, Effects(events=[refund._asks(account, failed)])
        if amount.amount + sent_alone > rules.refund_alone_up_to:
            return refund, Effects()
        return refund, refund.send(account, by=by, at=at)

    def agree(
        self, account: Account, *, by: str, at: datetime, to_account: str | None = None
    ) -> Effects:
        """The second person agrees, and says where money goes that came without an account."""
        if by == self.wanted_by:
            raise SecondPerson(f"{by} asked for this refund, somebody else agrees to it")
        if self.to_account is None and to_account is None:
            raise NoReceiver("it came without an account: say to which", field="/to_account")
        if self.to_account is not None and to_account is not None:
            raise NoReceiver("it goes to whoever paid, and nowhere else", field="/to_account")
        if to_account is not None:
            must_be_right(to_account, field="/to_account")
        return self.send(account, by=by, at=at, to_account=to_account)

    def send(
        self, account: Account, *, by: str, at: datetime, to_account: str | None = None
    ) -> Effects:
        """L-5: it leaves our account."""
        self._now(Status.SENT)
        send_back(account, self.amount, payer=self.to_account)
        self.to_account = self.to_account or to_account
        self.decided_at, self.decided_by = at, by
        if not account.credit:
            account.refund_credit_at = None
        account.touched()
        postings = [debit(CREDIT, self.amount), credit(BANK, self.amount)]
        event = PremiumReturned(
            **whose(account),
            refund_id=self.id,
            amount=self.amount,
            reason=self.reason,
            account_ends=last_signs(self.to_account),
        )
        return Effects(journals=[account.journal(Entry.REFUNDED, postings, at=at)], events=[event])

    def refuse(self, *, by: str, at: datetime, to_account: str | None = None) -> None:
        """It stays the customer's credit."""
        if to_account is not None:
            raise NoReceiver("what is refused goes nowhere", field="/to_account")
        self._now(Status.REFUSED)
        self.decided_at, self.decided_by = at, by

    def void(self, because: str, *, by: str, at: datetime) -> None:
        """There is no money any more that it could send."""
        self._now(Status.VOID)
        self.void_because = because
        self.decided_at, self.decided_by = at, by

    def confirm(self) -> None:
        """Our bank's statement shows it."""
        self._now(Status.CONFIRMED)

    def fail(
        self, account: Account, code: str, *, back: Payment, fee: Money, at: datetime
    ) -> Effects:
        """The bank it went to sent it back: it is the customer's credit again, of no account."""
        self._now(Status.FAILED)
        self.void_because = f"the bank sent it back {code}".strip()
        give_credit(account, self.amount, payer=None, entry_id=back.entry_id)
        account.touched()
        postings = [
            debit(SUSPENSE if back.from_suspense else BANK, back.amount),
            debit(BANK_CHARGES, fee),
            credit(CREDIT, self.amount),
        ]
        journal = account.journal(
            Entry.RETURNED_BY_BANK, postings, at=at, day=back.booked_on, entry_id=back.entry_id
        )
        return Effects(journals=[journal])

    def _asks(self, account: Account, failed: "Refund | None") -> RefundAccountWanted:
        return RefundAccountWanted(
            **whose(account),
            refund_id=self.id,
            amount=self.amount,
            came_back=failed is not None,
            account_ends=last_signs(failed.to_account) if failed is not None else None,
        )

    def _now(self, status: Status) -> None:
        if status not in MOVES.get(self.status, set()):
            raise IllegalMove(f"refund {self.id} is {self.status} and cannot become {status}")
        self.status = status
