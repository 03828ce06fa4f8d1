"""Papers that are handed in: what they are, and whether they are what they say.

The same bytes are one paper. Handed in again under another name they would prove two things with
one sheet, so that is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from chassis.errors import Conflict, NotFound, Rejected
from chassis.ids import new_id
from policy.domain.application import Application
from policy.domain.application_parts import Paper, Whose

BEGINNINGS: Final = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}
"""What we take, and the bytes that each begins with."""
ENDINGS: Final = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
MOST: Final = 200
"""So many papers one application takes; its conditions and visits need far fewer (ours)."""


class OtherContent(Rejected, code="other-content"):
    """A paper is what it says: a PDF, JPEG or PNG, whole, with its own hash."""


class SamePaper(Rejected, code="same-paper"):
    """One sheet is one paper: these bytes were handed in already."""


class TooManyPapers(Conflict, code="too-many-papers"):
    """This application has as many papers as one may have."""


class NoPaper(NotFound, code="paper-unknown"):
    """This application has no such paper."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A paper as it comes, with its bytes."""

    kind: str
    name: str
    of: Whose
    content_type: str
    content: bytes

    said_sha256: str | None = None
    """The hash that whoever hands it in says it has."""

    def as_paper(self, *, where: str, by: str, at: datetime) -> Paper:
        """What we take down of it, with a hash of our own; `where` it stands in the request.

        Refused where its bytes are of another kind than it says, or have another hash.
        """
        if not self.content.startswith(BEGINNINGS[self.content_type]):
            raise OtherContent(f"this is no {self.content_type}", field=f"{where}/content")
        ours = sha256(self.content).hexdigest()
        if self.said_sha256 not in {None, ours}:
            raise OtherContent("the content has another hash", field=f"{where}/sha256")
        return Paper(
            id=new_id(), kind=self.kind, name=self.name, of=self.of,
            content_type=self.content_type, size=len(self.content), sha256=ours, by=by, at=at,
        )  # fmt: skip


def must_be_new(
    application: Application, papers: Sequence[Paper], *, where: str = "/documents/{}"
) -> None:
    """Refuse bytes that are here already, in these papers or among those from before."""
    if len(application.papers) + len(papers) > MOST:
        raise TooManyPapers(f"{application.number} has {len(application.papers)} papers")
    here = {one.sha256: one.kind for one in application.papers if one.id is not None}
    for nth, paper in enumerate(papers):
        if paper.sha256 in here:
            raise SamePaper(
                f"these bytes are the {here[paper.sha256]} already",
                field=where.format(nth) + "/content",
            )
        here[paper.sha256] = paper.kind


def paper_of(application: Application, paper_id: UUID) -> Paper:
    """The paper with this id."""
    for paper in application.papers:
        if paper.id == paper_id:
            return paper
    raise NoPaper(f"application {application.number} has no paper {paper_id}")


def file_name(application: Application, paper: Paper) -> str:
    """The name it is downloaded under: of ours, never what somebody typed."""
    assert paper.id is not None
    assert paper.content_type is not None
    ending = ENDINGS[paper.content_type]
    return f"{application.number}-{paper.kind}-{paper.id.hex[-8:]}.{ending}"
