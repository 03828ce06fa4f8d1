"""A refund of ours came back: the credit is there again, and waits for another account."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from chassis.errors import NotFound
from chassis.money import Money
from chassis.work import Work
from policy.domain.money.account import Account
from policy.domain.money.booking import BY_BANK, Booked
from policy.domain.money.receiving import Payment
from policy.domain.money.suspense import CannotBeThat, Suspense
from policy.storage.money.accounts import Accounts
from policy.storage.money.payments import Payments
from policy.storage.money.refunds import Refunds
from policy.use_cases.money.keep import keep
from policy.use_cases.money.promise_refund import refund_again


class NoSuchRefund(NotFound, code="refund-unknown"):
    """There is no such refund."""


async def ask_where_they_go(
    booked: Iterable[Booked], accounts: Mapping[UUID, Account], work: Work
) -> None:
    """Of those a statement brought back."""
    for one in booked:
        if one.failed is not None:
            account = accounts[one.failed.policy_id]
            one.effects.add(await refund_again(one.failed, account, by=BY_BANK, work=work))


async def match_refund(
    waiting: Suspense, refund_id: UUID, *, note: str, by: str, work: Work
) -> None:
    """Finance says that this money is a refund of ours, which came back."""
    refund = await Refunds(work).find(refund_id)
    if refund is None:
        raise NoSuchRefund(f"there is no refund {refund_id}", field="/refund_id")
    if waiting.amount != refund.amount:
        raise CannotBeThat(f"the refund is one of {refund.amount}", field="/refund_id")
    accounts = Accounts(work)
    account = await accounts.locked(refund.policy_id)
    waiting.match(refund.policy_id, note=note, by=by, at=work.now)
    back = Payment(
        entry_id=waiting.id,
        amount=waiting.amount,
        paid_on=waiting.paid_on,
        booked_on=account.today(work.now),
        from_suspense=True,
    )
    code = (await Payments(work).entry(waiting.id)).return_code or ""
    nothing = Money.zero(account.currency)
    done = refund.fail(account, code, back=back, fee=nothing, at=work.now)
    done.add(await refund_again(refund, account, by=BY_BANK, work=work))
    await keep(accounts, account, done, work)
