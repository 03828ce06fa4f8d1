"""The grace may be over: cover rests or ends when every notice was served, else it is kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chassis.work import Work
from contracts.roles import Role
from policy.domain.arrears import Arrears, ArrearsStatus, noon
from policy.domain.contract.picture import Stretch
from policy.domain.document import DocumentKind
from policy.domain.money.account import Account
from policy.domain.money.slight import slight
from policy.domain.policy import Policy, Status
from policy.domain.preservation.paid import paid_by_day
from policy.domain.preservation.revival import right_to_ask, time_to_ask
from policy.domain.preservation.unpaid import lapse, suspend
from policy.storage import ArrearsBook, HouseBook, Policies, Versions
from policy.storage.money.accounts import Accounts
from policy.storage.money.suspense import SuspenseQueue
from policy.use_cases.close_arrears import close_other_arrears
from policy.use_cases.expect_premium import GRACE_ENDS, SUSPENSION_ENDS
from policy.use_cases.money.ask_finance import ask_finance
from policy.use_cases.money.follow_contract import stop_charging
from policy.use_cases.money.what_is_owed import owed_on
from policy.use_cases.raise_task import raise_task
from policy.use_cases.want_document import want_document
from statutes import Clock

LOOKS_AGAIN: Final = timedelta(days=7)
"""How long money in question is left to finance before it is looked at again."""


async def run_out_grace(arrears_id: UUID, work: Work) -> None:
    """Look at the evidence, and do what the plan says."""
    owed, policy, account = await _alone(arrears_id, work)
    house, paid = HouseBook(), owed.due_on not in account.unpaid()
    small = owed.due_on in slight(account, house.rules().slight_rate)
    if policy.status is not Status.ISSUED or account.hold is not None or paid or small:
        return
    if await _is_in_question(policy, account, work):
        work.set_alarm(GRACE_ENDS, owed.id, at=work.now + LOOKS_AGAIN)
        return
    plan, library = house.plan(policy.jurisdiction, policy.line), house.law(policy.time_zone)
    clock = owed.clock(library)
    if clock is None:
        if owed.status is ArrearsStatus.GRACE:
            owed.hold()
            await _keep(policy, owed, "no evidence that the notice was served", work)
        return
    missing = owed.missing(plan, library)
    match owed.run_out(at=work.now, plan=plan, library=library):
        case ArrearsStatus.HELD:
            await _keep(policy, owed, f"not served in time: {', '.join(missing)}", work)
        case ArrearsStatus.SUSPENDED:
            asks = library.entry(plan.asks) if plan.asks else None
            on_request = plan.revives == "request"
            work.publish(
                suspend(
                    policy,
                    await Versions(work).stretches(policy),
                    from_=clock.due,
                    owed=owed.amount,
                    rule=clock.entry.id,
                    at=work.now,
                    owing=owed_on(account, at=work.now),
                    on_request=on_request,
                    right_to_ask=right_to_ask(policy, asks, clock.due),
                    ask_until=time_to_ask(policy, asks, clock.due) if on_request else None,
                )
            )
            if plan.ends is not None:
                ends = library.entry(plan.ends)
                over = Clock.start(ends, noon(owed.due_on, ends)).due
                work.set_alarm(SUSPENSION_ENDS, owed.id, at=over)
        case ArrearsStatus.LAPSED:
            stretches, rule = await Versions(work).stretches(policy), clock.entry.id
            work.publish(
                lapse(policy, stretches, from_=clock.due, owed=owed.amount, rule=rule, at=work.now)
            )
            await _lapsed(policy, owed, stretches, work)
        case _ if owed.status is ArrearsStatus.GRACE:  # the time is longer than when it was set
            work.set_alarm(GRACE_ENDS, owed.id, at=clock.due)
        case _:
            return


async def end_suspension(arrears_id: UUID, ends_at: datetime, work: Work) -> None:
    """The law ends a suspended contract whose premium nobody claimed, or that we gave up.

    Never while a person has to look at its account first, or at money that may be that premium.
    """
    owed, policy, account = await _alone(arrears_id, work)
    paid = owed.due_on in paid_by_day(account, now=work.now)
    small = owed.due_on in slight(account, HouseBook().rules().slight_rate)
    if policy.status is not Status.SUSPENDED or account.hold is not None or paid or small:
        return
    if await _is_in_question(policy, account, work):
        work.set_alarm(SUSPENSION_ENDS, owed.id, at=work.now + LOOKS_AGAIN)
        return
    plan = HouseBook().plan(policy.jurisdiction, policy.line)
    if owed.status is ArrearsStatus.SUSPENDED:
        owed.end()
    stretches = await Versions(work).stretches(policy)
    rule = plan.ends or plan.grace
    work.publish(lapse(policy, stretches, from_=ends_at, owed=owed.amount, rule=rule, at=work.now))
    await _lapsed(policy, owed, stretches, work)


async def _is_in_question(policy: Policy, account: Account, work: Work) -> bool:
    """Whether money waits in suspense that seems to be for this contract; finance is asked."""
    waiting = await SuspenseQueue(work).in_question(policy.id)
    if not waiting:
        return False
    sums = ", ".join(f"{one.amount} of {one.paid_on} ({one.id})" for one in waiting)
    about = f"cover of {policy.number} neither rests nor ends while this waits in suspense: {sums}"
    await ask_finance("money_in_question", about, account=account, work=work)
    return True


async def _alone(arrears_id: UUID, work: Work) -> tuple[Arrears, Policy, Account]:
    """The contract first, then its account and its arrears: nobody else changes them meanwhile.

    The account may know more than the arrears, when the contract was told to look and has not.
    """
    book = ArrearsBook(work)
    policy = await Policies(work).by_id(await book.whose(arrears_id), alone=True)
    account = await Accounts(work).locked(policy.id)
    return await book.get(arrears_id), policy, account


async def _lapsed(policy: Policy, owed: Arrears, stretches: Sequence[Stretch], work: Work) -> None:
    await stop_charging(policy, stretches, work)
    await close_other_arrears(policy, owed, work)
    want_document(DocumentKind.ENDING, policy.id, work)


async def _keep(policy: Policy, owed: Arrears, why: str, work: Work) -> None:
    about = (
        f"{policy.number} stays in force though {owed.amount} due {owed.due_on} is unpaid: {why}"
    )
    await raise_task("cover_kept_unpaid", about, owner=Role.AGENT, policy=policy, work=work)
