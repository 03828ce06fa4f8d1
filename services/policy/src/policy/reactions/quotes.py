"""A quote's time is over."""

from uuid import UUID

from chassis.reactions import Alarm
from chassis.work import Work
from policy.reactions.register import on
from policy.use_cases.expire_quote import expire_quote
from policy.use_cases.make_quote import QUOTE_EXPIRES


@on.alarm(QUOTE_EXPIRES)
async def quote_expires(alarm: Alarm, work: Work) -> None:
    """Nobody took it in time."""
    await expire_quote(UUID(alarm.key), work)
