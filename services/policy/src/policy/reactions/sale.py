"""What befalls prospects and applications by the clock."""

from uuid import UUID

from chassis.reactions import Alarm
from chassis.work import Work
from policy.reactions.register import on
from policy.use_cases.answer_prospect import record_overdue_answer
from policy.use_cases.expire_application import APPLICATION_IDLE, expire_application
from policy.use_cases.watch_conditions import CONDITION_DUE, miss_condition
from policy.use_cases.welcome_prospect import ANSWER_DUE


@on.alarm(ANSWER_DUE)
async def answer_due(alarm: Alarm, work: Work) -> None:
    """Four working hours have gone by."""
    await record_overdue_answer(UUID(alarm.key), work)


@on.alarm(APPLICATION_IDLE)
async def application_idle(alarm: Alarm, work: Work) -> None:
    """Nobody may have gone on with it for a long time."""
    await expire_application(UUID(alarm.key), work)


@on.alarm(CONDITION_DUE)
async def condition_due(alarm: Alarm, work: Work) -> None:
    """The day of a condition is over."""
    application_id, _, condition_id = alarm.key.partition("/")
    await miss_condition(UUID(application_id), condition_id, work)
