"""When the clock of an enquiry rings."""

from uuid import UUID

from chassis.reactions import Alarm
from chassis.work import Work
from policy.reactions.register import on
from policy.use_cases.ask_enquiry import ANSWER_DUE
from policy.use_cases.miss_enquiry import miss_enquiry


@on.alarm(ANSWER_DUE)
async def enquiry_answer_due(alarm: Alarm, work: Work) -> None:
    """The promised hours have gone by."""
    await miss_enquiry(UUID(alarm.key), work)
