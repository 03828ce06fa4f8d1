"""The second person agrees to a large refund, or does not."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.money.refund import Refund
from policy.storage.money.accounts import Accounts
from policy.storage.money.refunds import Refunds
from policy.use_cases.money.keep import keep
from policy.use_cases.money.promise_refund import refund_decided


@dataclass(frozen=True, kw_only=True)
class DecideRefund:
    """Which, as it was read, and the answer."""

    refund_id: UUID
    version: int
    agreed: bool
    to_account: str | None = None
    """Where it goes, if it came without an account."""
    by: Principal


async def decide_refund(order: DecideRefund, work: Work) -> Refund:
    """Send it, or leave the credit where it is."""
    refund = await Refunds(work).get(order.refund_id, asked_by=order.by)
    check_version(refund.version, order.version)
    if not order.agreed:
        refund.refuse(by=order.by.subject, at=work.now, to_account=order.to_account)
        await refund_decided(refund, work)
        return refund
    accounts = Accounts(work)
    account = await accounts.locked(refund.policy_id)
    done = refund.agree(account, by=order.by.subject, at=work.now, to_account=order.to_account)
    await refund_decided(refund, work)
    await keep(accounts, account, done, work)
    return refund
