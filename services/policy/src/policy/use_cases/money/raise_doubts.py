"""What a statement of the bank brought up that a person of finance has to see to."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from chassis.work import Work
from policy.domain.money.account import Account
from policy.domain.money.booking import Booked, Outcome
from policy.domain.money.doubt import Doubt
from policy.domain.money.reversing import claims_in
from policy.domain.money.suspense import Suspense
from policy.domain.money.taking_back import taken
from policy.use_cases.money.ask_finance import ask_finance


async def raise_doubts(
    booked: Iterable[Booked], accounts: Mapping[UUID, Account], work: Work
) -> None:
    """Ask about money that was paid in time and came too late, and about accounts on hold."""
    for one in booked:
        account = None if one.policy_id is None else accounts.get(one.policy_id)
        if one.outcome is Outcome.REVERSED and account is not None and account.hold:
            about = (
                f"{account.number} is on hold: the bank took {taken(one.entry)} back for"
                f" {account.hold}. No reminder goes out and no grace ends until the hold is lifted."
            )
            await ask_finance("account_on_hold", about, account=account, work=work)
        if one.outcome is Outcome.REVERSED and account is not None:
            await _claimed(one, account, work)
        if one.suspense is not None and one.suspense.doubt is Doubt.PAID_IN_TIME:
            await _paid_in_time(one.suspense, accounts, work)


async def _claimed(one: Booked, account: Account, work: Work) -> None:
    for claim in [each for made in one.effects.journals for each in claims_in(account, made)]:
        about = (
            f"collect {claim.open} from the customer of {account.number} (invoice {claim.number}):"
            f" the bank took {taken(one.entry)} back, of which that had gone back or been used. It"
            " is no premium: no reminder goes out and no cover depends on it."
        )
        await ask_finance("refund_to_reclaim", about, account=account, work=work, again=True)


async def _paid_in_time(waiting: Suspense, accounts: Mapping[UUID, Account], work: Work) -> None:
    account = None if waiting.policy_id is None else accounts.get(waiting.policy_id)
    if account is None:
        return
    about = (
        f"{waiting.amount} was paid on {waiting.paid_on}, before the cover of {account.number}"
        f" ended on {account.ends_on}, and was booked after it lapsed (suspense {waiting.id})."
        f" If that is all that was owed, set the lapse aside (/policies/{waiting.policy_id}/lapse"
        "/setting-aside): cover has no gap then. Otherwise ask for its reinstatement, then assign"
        " the money."
    )
    await ask_finance("paid_in_time", about, account=account, work=work, again=True)
