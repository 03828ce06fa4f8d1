"""Finance gives a customer's credit back; a large one waits for a second person."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import NotFound
from chassis.money import Money
from chassis.work import Work
from policy.domain.money.refund import Refund
from policy.storage.money.accounts import Accounts
from policy.use_cases.money.keep import keep
from policy.use_cases.money.promise_refund import refund_some


class NoAccount(NotFound, code="account-unknown"):
    """There is no account of this contract."""


@dataclass(frozen=True, kw_only=True)
class WantRefund:
    """How much of whose credit, why, and who says so."""

    policy_id: UUID
    amount: Money
    reason: str
    by: str


async def want_refund(order: WantRefund, work: Work) -> Refund:
    """Send it, or have it agreed to."""
    accounts = Accounts(work)
    found = await accounts.locked_all([order.policy_id])
    if not found:
        raise NoAccount(f"there is no account of {order.policy_id}", field="/policy_id")
    refund, done = await refund_some(
        found[0], order.amount, reason=order.reason, by=order.by, work=work
    )
    await keep(accounts, found[0], done, work)
    return refund
