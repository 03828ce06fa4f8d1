"""A change of a file is taken down: what it said, what it says, who and why."""

from typing import Any
from uuid import UUID

from chassis.ids import new_id
from chassis.work import Work
from policy.domain.insured_file import FileChange, Section
from policy.storage import FileChanges


def note_change(
    customer_id: UUID,
    section: Section,
    before: Any,
    after: Any,
    work: Work,
    *,
    why: str | None,
    by: str,
) -> None:
    """Take it down, in the work that makes it."""
    change = FileChange(
        id=new_id(),
        customer_id=customer_id,
        section=section,
        before=before,
        after=after,
        why=why,
        by=by,
        at=work.now,
    )
    FileChanges(work).add(change)
