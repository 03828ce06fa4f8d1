"""The agreed first day went by before anything was bound: the same terms from a later one."""

from datetime import date

from chassis.work import Work
from policy.domain.application import Application
from policy.domain.sale import begin
from policy.storage import Underwriting
from policy.use_cases.check_terms import must_be_held
from policy.use_cases.read_application import Change, fetch


async def move_first_day(change: Change, to: date, work: Work) -> Application:
    """Offer it; the customer agrees by signing."""
    application = await fetch(change, work)
    underwriting = Underwriting()
    said = begin.move_first_day(
        application,
        to,
        underwriting.rules(application.line),
        words=underwriting.words("first_day_moved")[application.language],
        by=change.by.subject,
        at=work.now,
    )
    must_be_held(application, work)  # moving it leaves the age of its price
    work.publish(*said)
    return application
