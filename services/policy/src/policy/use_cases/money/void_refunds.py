"""The credit that a refund waits for is gone: the refund is void, and nobody is asked about it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from chassis.money import Money
from chassis.work import Work
from policy.domain.money.account import Account, CreditUse
from policy.domain.money.booking import BY_BANK, Booked, Outcome
from policy.domain.money.ledger import CREDIT
from policy.domain.money.origins import by_payer
from policy.storage.money.refunds import Refunds
from policy.use_cases.money.promise_refund import refund_decided


async def void_refunds(account: Account, because: str, *, by: str, work: Work) -> None:
    """Those that the credit of their payer does not reach for any more, the oldest served first.

    What is left of it goes back anew, but where the customer wants it used.
    """
    has, void = by_payer(account), False
    for one in await Refunds(work).wanted(account.policy_id, alone=True):
        there = has.get(one.to_account, Money.zero(account.currency))
        if one.amount <= there:
            has[one.to_account] = there - one.amount
            continue
        one.void(because, by=by, at=work.now)
        await refund_decided(one, work)
        void = True
    if void and account.credit and account.credit_use is not CreditUse.NEXT_INSTALMENT:
        account.refund_credit_at = work.now
        account.touched()


def _took_credit(one: Booked) -> bool:
    """Whether it is a return that left its customer less credit: few of many are."""
    books = {side.book for journal in one.effects.journals for side in journal.postings}
    return one.outcome is Outcome.REVERSED and CREDIT in books


async def void_taken_back(
    booked: Iterable[Booked], accounts: Mapping[UUID, Account], work: Work
) -> None:
    """Of what the bank took back, some was the customer's credit."""
    for one in booked:
        account = accounts.get(one.policy_id) if one.policy_id is not None else None
        if account is not None and _took_credit(one):
            because = f"the bank took the money back {one.entry.return_code or ''}".strip()
            await void_refunds(account, because, by=BY_BANK, work=work)
