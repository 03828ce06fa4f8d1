"""A line of a statement that nobody can place by itself: as it waits for a person."""

from uuid import UUID

from chassis.money import Money
from policy.domain.money.account import Account
from policy.domain.money.doubt import Doubt
from policy.domain.money.statement import Entry
from policy.domain.money.suspense import Suspense


def in_doubt(
    entry: Entry, entry_id: UUID, amount: Money, doubt: Doubt, account: Account | None
) -> Suspense:
    """What is shown of it, and why it waits."""
    return Suspense(
        id=entry_id,
        amount=amount,
        booked_on=entry.booked_on,
        paid_on=entry.paid_on,
        payer=entry.receiver or entry.payer,
        payer_account=entry.receiver_account or entry.payer_account,
        text=" ".join(filter(None, (entry.reference, *entry.texts)))[:400],
        doubt=doubt,
        policy_id=account.policy_id if account else None,
    )
