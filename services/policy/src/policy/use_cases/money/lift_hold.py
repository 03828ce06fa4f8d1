"""A person has looked: the account is not on hold any more, and its owner is told anew."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.arrears import Arrears, ArrearsStatus, noon
from policy.domain.money.account import Account
from policy.domain.money.holding import lift_hold as lift
from policy.domain.policy import Policy
from policy.storage import ArrearsBook, HouseBook, Policies
from policy.storage.money.accounts import Accounts
from policy.use_cases.expect_premium import SUSPENSION_ENDS
from policy.use_cases.money.ask_finance import ask_finance
from policy.use_cases.money.keep import ARREARS_MOVED, keep
from statutes import Clock

_STOOD_STILL = {ArrearsStatus.GRACE, ArrearsStatus.HELD}


@dataclass(frozen=True, kw_only=True)
class LiftHold:
    """Whose account, as it was read, and what the person found."""

    policy_id: UUID
    version: int
    reason: str
    by: Principal


def _end_later(owed: Arrears, policy: Policy, work: Work) -> None:
    """The suspension ends as the law says, and not before another grace has run from today."""
    house = HouseBook()
    plan, library = house.plan(policy.jurisdiction, policy.line), house.law(policy.time_zone)
    if plan.ends is None:
        return
    ends, grace = library.entry(plan.ends), library.entry(plan.grace)
    by_law = Clock.start(ends, noon(owed.due_on, ends)).due
    work.set_alarm(SUSPENSION_ENDS, owed.id, at=max(by_law, Clock.start(grace, work.now).due))


async def lift_hold(order: LiftHold, work: Work) -> Account:
    """Lift it. Notices said before count no more, so no grace ends that stood still meanwhile."""
    accounts = Accounts(work)
    await accounts.get(order.policy_id, asked_by=order.by)
    account = await accounts.locked(order.policy_id)
    check_version(account.version, order.version)
    held_for = account.hold
    done = lift(account)
    policy = await Policies(work).by_id(order.policy_id)
    for owed in await ArrearsBook(work).of(order.policy_id):
        if owed.status in _STOOD_STILL:
            owed.reopen()
        elif owed.status is ArrearsStatus.SUSPENDED:
            _end_later(owed, policy, work)
    about = f"{account.number} is on hold: {held_for}"
    task = await ask_finance("account_on_hold", about, account=account, work=work)
    task.finish(outcome=order.reason, by=order.by.subject, at=work.now)
    await keep(accounts, account, done, work)
    work.set_alarm(ARREARS_MOVED, account.policy_id, at=work.now)
    return account
