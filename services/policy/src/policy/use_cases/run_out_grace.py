"""The grace may be over: cover rests or ends when every notice was served, else it is kept."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chassis.work import Work
from contracts.roles import Role
from policy.domain.arrears import Arrears, ArrearsStatus
from policy.domain.document import DocumentKind
from policy.domain.money.account import Account
from policy.domain.money.slight import slight
from policy.domain.policy import Policy, Status
from policy.domain.preservation.paid import paid_by_day
from policy.domain.preservation.resting import ends_for_good, ends_unpaid_at
from policy.domain.preservation.revival import right_to_ask, time_to_ask
from policy.domain.preservation.unpaid import lapse, suspend, term_is_over
from policy.storage import ArrearsBook, HouseBook, Policies, Versions
from policy.storage.money.accounts import Accounts
from policy.storage.money.suspense import SuspenseQueue
from policy.use_cases.close_arrears import close_other_arrears
from policy.use_cases.expect_premium import GRACE_ENDS, SUSPENSION_ENDS
from policy.use_cases.money.ask_finance import ask_finance
from policy.use_cases.money.follow_contract import stop_charging
from policy.use_cases.money.what_is_owed import owed_on, what_is_owed
from policy.use_cases.raise_task import nothing_to_see_to, raise_task
from policy.use_cases.want_document import want_document

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
            said = suspend(
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
            ends_at = ends_unpaid_at(policy, owed, plan, library)  # from when it began to rest
            work.publish(said.model_copy(update={"ends_unpaid_at": ends_at}))
            await nothing_to_see_to("cover_kept_unpaid", policy, "cover rests", work)
            if over := ends_for_good(policy, owed, plan, library):
                work.set_alarm(SUSPENSION_ENDS, owed.id, at=over.due)
        case ArrearsStatus.LAPSED:
            await _lapse(policy, owed, clock.due, clock.entry.id, work)
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
    house = HouseBook()
    plan = house.plan(policy.jurisdiction, policy.line)
    over = ends_for_good(policy, owed, plan, house.law(policy.time_zone))
    if over is not None and work.now < over.due:
        work.set_alarm(SUSPENSION_ENDS, owed.id, at=over.due)
        return
    if owed.status is ArrearsStatus.SUSPENDED:
        owed.end()
    from_ = ends_at if over is None else max(ends_at, over.due)
    await _lapse(policy, owed, from_, plan.ends or plan.grace, work)


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


async def _lapse(policy: Policy, owed: Arrears, from_: datetime, rule: str, work: Work) -> None:
    """Its account is reckoned first: what is said names what is left to pay."""
    stretches = await Versions(work).stretches(policy)
    said = lapse(policy, stretches, from_=from_, owed=owed.amount, rule=rule, at=work.now)
    await stop_charging(policy, stretches, work)
    until = None if term_is_over(policy, at=work.now) else policy.term.ends_at
    left = (await what_is_owed(policy, work)).told()
    work.publish(said.model_copy(update={**left, "ask_until": until}))
    await close_other_arrears(policy, owed, work)
    want_document(DocumentKind.ENDING, policy.id, work)


async def _keep(policy: Policy, owed: Arrears, why: str, work: Work) -> None:
    about = (
        f"{policy.number} stays in force though {owed.amount} due {owed.due_on} is unpaid: {why}"
    )
    await raise_task("cover_kept_unpaid", about, owner=Role.AGENT, policy=policy, work=work)
