"""The bytes of papers are kept with their application, and read by who may."""

from collections.abc import Sequence
from uuid import UUID

from chassis.errors import Forbidden
from chassis.identity import Principal
from chassis.work import Work
from contracts.roles import Role
from policy.domain.application import Application
from policy.domain.application_parts import Paper
from policy.domain.sale.papers import Sheet, paper_of
from policy.storage import Applications, Papers, Underwriting


class HealthPaper(Forbidden, code="health-paper"):
    """What speaks of somebody's health is read by them and by who underwrites it."""


async def keep_papers(
    application: Application, papers: Sequence[Paper], sheets: Sequence[Sheet], work: Work
) -> None:
    """Keep what came, each under the id it was given."""
    pairs = zip(papers, sheets, strict=True)
    contents = [(paper.id, sheet.content) for paper, sheet in pairs if paper.id is not None]
    await Papers(work).keep(application.id, contents)


async def read_paper(
    application_id: UUID, paper_id: UUID, me: Principal, work: Work
) -> tuple[Application, Paper, bytes]:
    """A paper with its bytes, if whoever asks may read it."""
    application = await Applications(work).get(application_id, asked_by=me)
    paper = paper_of(application, paper_id)
    _must_be_readable(paper, me)
    return application, paper, await Papers(work).content(paper_id)


def _must_be_readable(paper: Paper, me: Principal) -> None:
    """Who handed it in may; the holder reads their own, not that of whose life is insured."""
    if paper.kind not in Underwriting().health_papers():
        return
    if paper.by == me.subject or Role.UNDERWRITER in me.roles:
        return
    if me.is_staff or paper.of != "holder":
        raise HealthPaper(f"the {paper.kind} is not yours to read")
