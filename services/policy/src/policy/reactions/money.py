"""What time does to accounts."""

from uuid import UUID

from chassis.reactions import Alarm
from chassis.work import Work
from policy.reactions.register import on
from policy.use_cases.look_at_account import look_at_account
from policy.use_cases.money.advance_account import advance_account
from policy.use_cases.money.keep import ACCOUNT_STEP, ARREARS_MOVED


@on.alarm(ACCOUNT_STEP)
async def account_step(alarm: Alarm, work: Work) -> None:
    """An invoice goes out or falls due, premium is earned, or credit goes back."""
    await advance_account(UUID(alarm.key), work)


@on.alarm(ARREARS_MOVED)
async def arrears_moved(alarm: Alarm, work: Work) -> None:
    """A premium fell overdue, or was paid, or taken back by the bank."""
    await look_at_account(UUID(alarm.key), work)
