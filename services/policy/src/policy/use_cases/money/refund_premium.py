"""Less premium is owed, after a withdrawal, a cancellation or an endorsement: it goes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.money import Money
from chassis.work import Work
from policy.domain.money.crediting import return_premium
from policy.storage.money.accounts import Accounts
from policy.storage.money.rules import collection_rules
from policy.use_cases.money.keep import keep


@dataclass(frozen=True, kw_only=True)
class RefundPremium:
    """How much premium, net of taxes, goes back and why.

    With no `levies` those on the premium go in proportion, and others as `by_days` says.
    """

    policy_id: UUID
    amount: Money
    reason: str
    levies: Mapping[str, Money] | None = None
    by_days: Mapping[str, Money] = field(default_factory=dict)
    since: date | None = None
    """The first of the days it was for; None: of those left."""


async def refund_premium(order: RefundPremium, work: Work) -> Money:
    """Write the credit note: first off what is not paid; the rest goes back to whoever paid.

    What it comes to is the premium with its levies.
    """
    accounts = Accounts(work)
    account = await accounts.locked(order.policy_id)
    done = return_premium(
        account,
        order.amount,
        levies=order.levies,
        by_days=order.by_days,
        reason=order.reason,
        since=order.since,
        rules=collection_rules(),
        new_id=new_id,
        at=work.now,
    )
    await keep(accounts, account, done, work)
    return account.invoices[-1].amount
