"""The contract ended, lapsed or came back: what that means for its account."""

from datetime import date, datetime

from policy.domain.money.account import Account, Effects, Standing
from policy.domain.money.advancing import earn


def close(account: Account, standing: Standing, *, ends_on: date, at: datetime) -> Effects:
    """From now on money is treated as that standing says; premium is earned until `ends_on`.

    Closing charges and returns nothing: what goes back is a credit note of its own, written before.
    A cancelled customer's credit goes back at once.
    """
    account.standing = standing
    account.ends_on = max(ends_on, account.starts_on)
    today = account.today(at)
    done = Effects(journals=earn(account, min(today, account.ends_on), at=at))
    if standing is Standing.CANCELLED and account.credit:
        account.refund_credit_at = at
    account.touched()
    return done


def reopen(account: Account, *, ends_on: date, back_on: date | None = None) -> None:
    """Money settles invoices again. Once cover is back, premium is earned from `back_on` (L-3)."""
    account.standing = Standing.OPEN
    account.ends_on = ends_on
    if back_on is not None:
        account.earned_until = max(account.earned_until, back_on)
    account.touched()
