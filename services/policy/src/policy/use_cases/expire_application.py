"""An application that nobody goes on with is closed; another quote opens another."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from chassis.work import Work
from policy.domain.application import Application
from policy.domain.sale import hold, telling
from policy.storage import Applications, Underwriting
from policy.use_cases.money.hold_deposits import release_deposits

APPLICATION_IDLE: Final = "application-idle"


def watch_application(application: Application, work: Work) -> None:
    """Have it looked at when it may have been idle for too long."""
    at = work.now + timedelta(days=Underwriting().idle_days())
    work.set_alarm(APPLICATION_IDLE, application.id, at=at)


async def expire_application(application_id: UUID, work: Work) -> None:
    """Close it, or look again later."""
    application = await Applications(work).find(application_id)
    if application is None:
        return
    days, before = Underwriting().idle_days(), application.status
    again = hold.look_again(application, days=days, at=work.now)
    if again is not None:
        work.set_alarm(APPLICATION_IDLE, application.id, at=again)
    elif application.status is not before:
        work.publish(telling.closed(application, idle_days=days, at=work.now))
        await release_deposits(application, work)
