"""Conditions with a day are watched; one that is missed is said, and ends nothing."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from chassis.work import Work
from policy.domain.application import Application
from policy.domain.period import midnight
from policy.domain.sale import decide, send
from policy.storage import Applications

CONDITION_DUE: Final = "application-condition-due"


def watch_conditions(application: Application, work: Work) -> None:
    """Have the end of each condition's day ring, by the clock of the insured place."""
    zone = application.offer.period.time_zone
    for condition_id, due_on in decide.due_dates(application):
        at = midnight(due_on + timedelta(days=1), zone)
        work.set_alarm(CONDITION_DUE, f"{application.id}/{condition_id}", at=at)


async def miss_condition(application_id: UUID, condition_id: str, work: Work) -> None:
    """Its day is over."""
    application = await Applications(work).by_id(application_id)
    work.publish(*send.miss(application, condition_id, at=work.now))
