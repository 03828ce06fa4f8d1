"""Time has come for an account: invoices fall due, premium is earned, credit goes back."""

from uuid import UUID

from chassis.work import Work
from policy.domain.money.account import CreditUse
from policy.domain.money.advancing import advance
from policy.domain.money.receiving import use_credit
from policy.domain.money.rules import as_sold
from policy.storage.money.accounts import Accounts
from policy.use_cases.money.keep import keep
from policy.use_cases.money.promise_refund import refund_all
from policy.use_cases.money.void_refunds import void_refunds


async def advance_account(policy_id: UUID, work: Work) -> None:
    """Do what is due by now."""
    accounts = Accounts(work)
    account = await accounts.locked(policy_id)
    done = advance(account, rate_on=lambda line, _: as_sold(line), at=work.now)
    if account.credit_use is CreditUse.NEXT_INSTALMENT:
        done.add(use_credit(account, at=work.now))
        await void_refunds(account, "its credit paid what was owed", by="policy", work=work)
    if account.must_refund(work.now):
        account.refund_credit_at = None
        account.touched()
        done.add(await refund_all(account, by="policy", work=work))
    await keep(accounts, account, done, work)
