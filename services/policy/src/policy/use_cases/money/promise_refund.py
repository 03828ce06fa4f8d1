"""A refund is wanted: it is sent, or waits for a person of finance, who is asked."""

from collections.abc import Iterable
from decimal import Decimal

from chassis.ids import new_id
from chassis.money import Money
from chassis.work import Work
from policy.domain.money.account import Account, Effects
from policy.domain.money.origins import Payer, free, payer_of
from policy.domain.money.refund import Refund, Status
from policy.storage import Tasks
from policy.storage.money.refunds import Refunds
from policy.storage.money.rules import collection_rules
from policy.storage.money.sent_alone import SentAlone
from policy.use_cases.money.ask_finance import ask_finance


async def refund_all(account: Account, *, by: str, work: Work) -> Effects:
    """All of the credit that no refund waits for goes back, to each what they paid."""
    done = Effects()
    for payer, amount in free(account, await _promised(account, work)).items():
        _, sent = await _want(account, amount, payer, reason="credit", by=by, work=work)
        done.add(sent)
    return done


async def refund_some(
    account: Account, amount: Money, *, reason: str, by: str, work: Work
) -> tuple[Refund, Effects]:
    """So much of it goes back, to one payer; what the same person sent of late counts with it."""
    payer = payer_of(account, amount, await _promised(account, work))
    alone = await SentAlone(work).total(
        by=by,
        since=work.now - collection_rules().refund_alone_within,
        receiver=payer,
        currency=account.currency,
        policy_id=account.policy_id,
    )
    return await _want(account, amount, payer, reason=reason, by=by, work=work, sent_alone=alone)


async def refund_again(failed: Refund, account: Account, *, by: str, work: Work) -> Effects:
    """Instead of one that the bank sent back: it waits until somebody says where it goes."""
    _, asked = await _want(
        account, failed.amount, None, reason=failed.reason, by=by, work=work, failed=failed
    )
    return asked


async def refund_decided(refund: Refund, work: Work) -> None:
    """Nobody need be asked any more, once no other one waits."""
    waiting = await Refunds(work).wanted(refund.policy_id)
    others = [one for one in waiting if one is not refund and one.status is Status.WANTED]
    task = await Tasks(work).open("refund_to_agree", refund.policy_id)
    if task is not None and not others:
        why = f": {refund.void_because}" if refund.void_because else ""
        task.finish(outcome=f"{refund.status}{why}", by=refund.decided_by or "", at=work.now)


async def _want(
    account: Account,
    amount: Money,
    payer: Payer,
    *,
    reason: str,
    by: str,
    work: Work,
    sent_alone: Decimal = Decimal(0),
    failed: Refund | None = None,
) -> tuple[Refund, Effects]:
    refund, sent = Refund.want(
        new_id(),
        account,
        amount,
        payer=payer,
        reason=reason,
        rules=collection_rules(),
        by=by,
        at=work.now,
        sent_alone=sent_alone,
        failed=failed,
    )
    Refunds(work).add(refund)
    if refund.status is Status.WANTED:
        unknown = "and came without an account: say where it goes"
        if failed is not None:
            unknown = f"which could not be paid out ({failed.void_because}): say where it goes"
        where = f"to {payer}" if payer else unknown
        about = f"agree to a refund of {amount} for {account.number}, {where} (refund {refund.id})"
        await ask_finance("refund_to_agree", about, account=account, work=work)
    return refund, sent


async def _promised(account: Account, work: Work) -> dict[Payer, Money]:
    return _sums(account, await Refunds(work).wanted(account.policy_id))


def _sums(account: Account, waiting: Iterable[Refund]) -> dict[Payer, Money]:
    nothing, found = Money.zero(account.currency), dict[Payer, Money]()
    for one in waiting:
        found[one.to_account] = found.get(one.to_account, nothing) + one.amount
    return found
