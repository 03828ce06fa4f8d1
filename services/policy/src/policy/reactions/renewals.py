"""What time does to renewals."""

from uuid import UUID

from chassis.reactions import Alarm
from chassis.work import Work
from policy.reactions.register import on
from policy.use_cases.renewing.advance_renewal import advance_renewal
from policy.use_cases.renewing.open_renewal import open_renewal
from policy.use_cases.renewing.watch_renewal import RENEWAL_STEP
from policy.use_cases.watch_contract import RENEWAL_OPENS


@on.alarm(RENEWAL_OPENS)
async def renewal_opens(alarm: Alarm, work: Work) -> None:
    """The end of a term comes near."""
    await open_renewal(UUID(alarm.key), work)


@on.alarm(RENEWAL_STEP)
async def renewal_step(alarm: Alarm, work: Work) -> None:
    """A notice should have arrived, an answer is missing, or it is the eve."""
    await advance_renewal(UUID(alarm.key), work)
