"""Tasks over HTTP: what waits for a person of a role, and what came of it."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from chassis.identity import Principal, allow
from chassis.web import Body, CurrentWork, IfMatch, Page, PageRequest, Routes, etag
from chassis.work import Work
from contracts.roles import Role
from policy.domain.task import Task, TaskKind, TaskStatus
from policy.routes.fields import Reason
from policy.storage import Tasks
from policy.use_cases.finish_task import FinishTask, finish_task

routes = Routes(prefix="/tasks", tags=["tasks"])

Owners = Annotated[Principal, allow(Role.AGENT, Role.UNDERWRITER, Role.FINANCE)]


class CompletionBody(Body):
    """What came of it."""

    outcome: Reason


class TaskView(BaseModel):
    """Something a machine may not decide."""

    id: UUID
    kind: TaskKind
    owner: Role
    policy_id: UUID | None
    application_id: UUID | None
    customer_id: UUID
    about: str
    opened_at: datetime
    status: TaskStatus
    done_at: datetime | None
    done_by: str | None
    outcome: str | None

    @classmethod
    def of(cls, task: Task) -> Self:
        """Show this task."""
        return cls.model_validate(task, from_attributes=True)


@routes.get("", summary="List the tasks of your roles, newest first")
async def get_tasks(
    me: Owners,
    page: PageRequest,
    work: CurrentWork,
    status: TaskStatus | None = None,
    policy_id: UUID | None = None,
) -> Page[TaskView]:
    """Each role sees its own."""
    wanted = Tasks(work).matching(owners=me.roles, status=status, policy_id=policy_id)
    items, following = await page.fetch(work.session, wanted, key=Tasks.key, descending=True)
    return Page(items=[TaskView.of(item) for item in items], next=following)


@routes.get("/{task_id}", summary="Read a task")
async def get_task(task_id: UUID, me: Owners, work: CurrentWork, response: Response) -> TaskView:
    """One of your role."""
    return await _shown(await Tasks(work).get(task_id, asked_by=me), work, response)


@routes.put("/{task_id}/completion", summary="Say that a task was seen to")
async def put_completion(
    *,
    task_id: UUID,
    body: CompletionBody,
    version: IfMatch,
    me: Owners,
    work: CurrentWork,
    response: Response,
) -> TaskView:
    """And what came of it."""
    order = FinishTask(task_id=task_id, version=version, outcome=body.outcome, by=me)
    return await _shown(await finish_task(order, work), work, response)


async def _shown(task: Task, work: Work, response: Response) -> TaskView:
    await work.session.flush()  # the new version is known once it is written
    etag(response, task.version)
    return TaskView.of(task)
