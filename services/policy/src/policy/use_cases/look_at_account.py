"""A contract looks at its account: which premiums are overdue, which are paid, what is to come."""

from uuid import UUID

from chassis.work import Work
from policy.domain.preservation.paid import given_up, paid_by_day
from policy.storage import Policies
from policy.storage.money.accounts import Accounts
from policy.use_cases.expect_premium import ExpectPremium, premium_coming, premium_unpaid
from policy.use_cases.premium_paid import PremiumPaid, premium_paid


async def look_at_account(policy_id: UUID, work: Work) -> None:
    """Open arrears for what is overdue, settle those that are paid, expect the next premium.

    While a person has to look first (the payer died, the mandate is disputed) nobody is dunned.
    """
    await Policies(work).by_id(policy_id, alone=True)  # the contract first, then its account
    account = await Accounts(work).by_id(policy_id)
    unpaid = account.unpaid()
    await premium_paid(
        PremiumPaid(
            policy_id=policy_id,
            paid=paid_by_day(account, now=work.now),
            unpaid=set(unpaid),
            given_up=given_up(account),
        ),
        work,
    )
    if account.hold:
        return
    for due_on, amount in sorted(account.unpaid(overdue=True).items()):
        await premium_unpaid(ExpectPremium(policy_id=policy_id, due_on=due_on, amount=amount), work)
    to_come = [day for day in unpaid if day > max(account.today(work.now), account.starts_on)]
    if to_come:
        due_on = min(to_come)
        coming = ExpectPremium(policy_id=policy_id, due_on=due_on, amount=unpaid[due_on])
        await premium_coming(coming, work)
