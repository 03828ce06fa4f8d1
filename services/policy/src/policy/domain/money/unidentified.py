"""Money of which nobody knows whose it is: on the bank account, and in suspense."""

from datetime import date, datetime
from uuid import UUID

from chassis.money import Money
from policy.domain.money.ledger import BANK, SUSPENSE, Journal, Kind, credit, debit


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
        Kind.UNIDENTIFIED,
        postings,
        policy_id=None,
        currency=amount.currency,
        day=booked_on,
        at=at,
        entry_id=entry_id,
        journal_id=journal_id,
    )
