"""A contract looks at its account: which premiums are overdue, which are paid, what is to come."""

from datetime import date
from typing import Final
from uuid import UUID

from chassis.money import Money
from chassis.work import Work
from policy.domain.arrears import ArrearsStatus
from policy.domain.money.account import Account
from policy.domain.money.slight import slight
from policy.domain.policy import Policy, Status
from policy.domain.preservation.paid import given_up, paid_by_day
from policy.storage import ArrearsBook, HouseBook, Policies, Tasks
from policy.storage.money.accounts import Accounts
from policy.use_cases.expect_premium import ExpectPremium, premium_coming, premium_unpaid
from policy.use_cases.money.ask_finance import ask_finance
from policy.use_cases.money.tell_of_small_sum import tell_of_small_sum
from policy.use_cases.premium_paid import PremiumPaid, premium_paid
from policy.use_cases.raise_task import nothing_to_see_to

_LIVES: Final = {Status.ISSUED, Status.SUSPENDED}
_THREATENS: Final = {ArrearsStatus.GRACE, ArrearsStatus.HELD, ArrearsStatus.SUSPENDED}


async def look_at_account(policy_id: UUID, work: Work) -> None:
    """Open arrears for what is overdue, settle those that are paid, expect the next premium.

    What is slight is left to a person of finance, and nobody is dunned for it (decision 0205).
    While a person has to look first (the payer died, the mandate is disputed) nobody is dunned.
    """
    policy = await Policies(work).by_id(policy_id, alone=True)  # first, then its account
    account = await Accounts(work).by_id(policy_id)
    was_small = await Tasks(work).open("small_sum_open", policy.id) is not None
    unpaid, small = account.unpaid(), await _let_be(policy, account, work, was_small=was_small)
    threatened = {
        one.due_on for one in await ArrearsBook(work).of(policy_id) if one.status in _THREATENS
    }
    await premium_paid(
        PremiumPaid(
            policy_id=policy_id,
            paid=paid_by_day(account, now=work.now),
            unpaid=set(unpaid) - set(small),
            let_be=small,
            given_up=given_up(account),
        ),
        work,
    )
    if small and threatened & set(small):
        await tell_of_small_sum(policy, account, small=True, work=work)
    if account.hold:
        return
    overdue = {} if small else account.unpaid(overdue=True)
    if overdue and was_small and policy.status in _LIVES:
        await tell_of_small_sum(policy, account, small=False, work=work)
    for due_on, amount in sorted(overdue.items()):
        await premium_unpaid(ExpectPremium(policy_id=policy_id, due_on=due_on, amount=amount), work)
    to_come = [day for day in unpaid if day > max(account.today(work.now), account.starts_on)]
    if to_come:
        due_on = min(to_come)
        coming = ExpectPremium(policy_id=policy_id, due_on=due_on, amount=unpaid[due_on])
        await premium_coming(coming, work)


async def _let_be(
    policy: Policy, account: Account, work: Work, *, was_small: bool
) -> dict[date, Money]:
    """What is overdue and too slight for anything to follow: a person sees to it."""
    share = HouseBook().rules().slight_rate
    small = slight(account, share) if policy.status in _LIVES else {}
    if small:
        sums = ", ".join(f"{amount} due {day}" for day, amount in sorted(small.items()))
        about = f"{policy.number}: a small sum of changes is unpaid, cover stands: {sums}"
        await ask_finance("small_sum_open", about, account=account, work=work)
    elif was_small:
        await nothing_to_see_to("small_sum_open", policy, "nothing small is open any more", work)
    return small
