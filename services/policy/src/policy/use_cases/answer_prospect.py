"""A person of ours gives the first answer, or the time for it runs out."""

from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.prospect import Prospect
from policy.storage import Prospects
from policy.use_cases.welcome_prospect import ANSWER_DUE


async def answer_prospect(
    prospect_id: UUID, *, version: int, by: Principal, work: Work
) -> Prospect:
    """The promise is settled; the clock stops."""
    prospect = await Prospects(work).get(prospect_id, asked_by=by)
    check_version(prospect.version, version)
    work.publish(*prospect.answer(by=by.subject, at=work.now))
    work.cancel_alarm(ANSWER_DUE, prospect.id)
    return prospect


async def record_overdue_answer(prospect_id: UUID, work: Work) -> None:
    """Put the broken promise on record and say so."""
    prospect = await Prospects(work).by_id(prospect_id)
    work.publish(*prospect.miss_promise(at=work.now))
