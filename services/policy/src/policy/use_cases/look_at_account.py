"""A contract looks at its account: which premiums are overdue, which are paid, what is to come."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.work import Work
from policy.domain.money.account import Account
from policy.storage.money.accounts import Accounts
from policy.use_cases.expect_premium import ExpectPremium, premium_coming, premium_unpaid
from policy.use_cases.premium_paid import PremiumPaid, premium_paid


async def look_at_account(policy_id: UUID, work: Work) -> None:
    """Open arrears for what is overdue, settle those that are paid, expect the next premium.

    While a person has to look first (the payer died, the mandate is disputed) nobody is dunned.
    """
    account = await Accounts(work).by_id(policy_id)
    unpaid = account.unpaid()
    await premium_paid(
        PremiumPaid(policy_id=policy_id, at=_last_payment(account, work.now), unpaid=set(unpaid)),
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


def _last_payment(account: Account, now: datetime) -> datetime:
    """When the customer last paid: noon of the day stands for it, but never a time to come."""
    days = [one.paid_on for one in account.invoices if one.paid_on is not None]
    if not days:
        return now
    return min(now, _noon(max(days), account.time_zone))


def _noon(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time(12), tzinfo=ZoneInfo(time_zone))
