"""Finance names the payment that the bank took back: its return is booked as if the bank had."""

from uuid import UUID

from chassis.errors import NotFound
from chassis.ids import new_id
from chassis.work import Work
from policy.domain.money.account import Effects
from policy.domain.money.booking import Booked, Outcome
from policy.domain.money.matching import Rule
from policy.domain.money.reversing import reverse
from policy.domain.money.statement import Entry
from policy.domain.money.suspense import Suspense
from policy.domain.money.taking_back import Original, fee_of, off_the_bank, out_of_suspense
from policy.storage.money.accounts import Accounts
from policy.storage.money.ledger import Ledger
from policy.storage.money.payments import Payments
from policy.storage.money.rules import collection_rules
from policy.use_cases.money.find_originals import originals_of
from policy.use_cases.money.keep import keep
from policy.use_cases.money.raise_doubts import raise_doubts
from policy.use_cases.money.take_deposits_back import take_deposits_back
from policy.use_cases.money.void_refunds import void_taken_back


class NoSuchPayment(NotFound, code="payment-unknown"):
    """No statement brought this payment, or it was taken back or spent otherwise."""


async def match_return(
    waiting: Suspense, payment_id: UUID, *, note: str, by: str, work: Work
) -> None:
    """Take the payment back, wherever its money lies by now."""
    found = await originals_of(await Payments(work).these([payment_id]), work)
    if not found:
        raise NoSuchPayment(f"no payment {payment_id} can be taken back", field="/payment_id")
    [original], entry = found, await Payments(work).entry(waiting.id)
    policy_id = original.journal.policy_id
    waiting.is_return_of(original.came, policy_id, note=note, by=by, at=work.now)
    if policy_id is None:
        await _of_what_waits(original, waiting, entry, by=by, work=work)
        return
    accounts = Accounts(work)
    account = await accounts.locked(policy_id)
    done = reverse(
        account,
        original.journal,
        original_id=original.journal_id,
        fee=fee_of(entry),
        rules=collection_rules(),
        code=entry.return_code or "",
        new_id=new_id,
        entry_id=waiting.id,
        booked_on=account.today(work.now),
        at=work.now,
    )
    done.journals = [out_of_suspense(one) for one in done.journals]
    booked = [_booked(entry, waiting.id, policy_id=policy_id, effects=done)]
    await raise_doubts(booked, {policy_id: account}, work)
    await void_taken_back(booked, {policy_id: account}, work)
    await keep(accounts, account, done, work)


async def _of_what_waits(
    original: Original, waiting: Suspense, entry: Entry, *, by: str, work: Work
) -> None:
    came = original.waits
    if came is None:
        raise LookupError(f"money of nobody that does not wait: {original}")
    held = came.application_id if came.is_held else None
    came.take_back(code=entry.return_code or "", by=by, at=work.now)
    gone = off_the_bank(
        original,
        fee=fee_of(entry),
        entry_id=waiting.id,
        booked_on=work.now.date(),
        at=work.now,
    )
    await Ledger(work).append([out_of_suspense(gone)])
    booked = _booked(entry, waiting.id, policy_id=None, effects=Effects(), deposit_of=held)
    await take_deposits_back([booked], work)


def _booked(
    entry: Entry,
    entry_id: UUID,
    *,
    policy_id: UUID | None,
    effects: Effects,
    deposit_of: UUID | None = None,
) -> Booked:
    return Booked(
        id=entry_id,
        entry=entry,
        outcome=Outcome.REVERSED,
        rule=Rule.NONE,
        policy_id=policy_id,
        effects=effects,
        deposit_of=deposit_of,
    )
