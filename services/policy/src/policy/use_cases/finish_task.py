"""Somebody has seen to a task."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.task import Task
from policy.storage import Tasks


@dataclass(frozen=True, kw_only=True)
class FinishTask:
    """The order to note what came of it."""

    task_id: UUID
    version: int
    outcome: str
    by: Principal


async def finish_task(order: FinishTask, work: Work) -> Task:
    """Note it."""
    task = await Tasks(work).get(order.task_id, asked_by=order.by)
    check_version(task.version, order.version)
    task.finish(outcome=order.outcome, by=order.by.subject, at=work.now)
    return task
