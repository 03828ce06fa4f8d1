"""An application is fetched to be changed: the one that was read, and no other."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.application import Application
from policy.domain.application_parts import Side
from policy.domain.period import local_day
from policy.domain.underwriting.authority import Decider, decider_of
from policy.storage import Applications, Authorities


@dataclass(frozen=True, kw_only=True)
class Change:
    """Which application, as last read, and who changes it."""

    application_id: UUID
    version: int
    by: Principal

    @property
    def side(self) -> Side:
        """For whom they speak."""
        return "company" if self.by.is_staff else "customer"


async def fetch(change: Change, work: Work) -> Application:
    """The application, if it is theirs and still what they read."""
    application = await Applications(work).get(change.application_id, asked_by=change.by)
    check_version(application.version, change.version)
    return application


async def decider(application: Application, change: Change, work: Work) -> Decider:
    """Who decides, with the authority they hold at this moment."""
    held = await Authorities(work).of(change.by.subject)
    today = local_day(work.now, "UTC")
    return decider_of(change.by.subject, held, customer=application.customer_id, on=today)
