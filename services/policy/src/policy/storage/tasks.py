"""Where tasks wait for a person."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Index, Select, Table, Text, Uuid, select
from sqlalchemy.orm import registry

from chassis.database import Word, status_column, utc_instant, version_column
from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.work import Work
from contracts.roles import Role
from policy.domain.task import Task, TaskKind, TaskStatus
from policy.storage.tables import metadata

tasks = Table(
    "tasks",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("owner", Word(Role), nullable=False),
    Column("policy_id", Uuid),
    Column("customer_id", Uuid, nullable=False),
    Column("about", Text, nullable=False),
    utc_instant("opened_at"),
    status_column("status", TaskStatus),
    utc_instant("done_at", nullable=True),
    Column("done_by", Text),
    Column("outcome", Text),
    Column("application_id", Uuid),
    version_column(),
)
Index(None, tasks.c.owner, tasks.c.status, tasks.c.id)
Index(None, tasks.c.policy_id, tasks.c.id)
Index(
    "ix_tasks_application_id",
    tasks.c.application_id,
    postgresql_where=tasks.c.application_id.is_not(None),
)


def map_tasks(mappers: registry) -> None:
    """Map the task to its table."""
    mappers.map_imperatively(Task, tasks, version_id_col=tasks.c.version)


class Tasks:
    """What waits for a person."""

    key: Final = (tasks.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, task: Task) -> None:
        """Raise one."""
        self._session.add(task)

    async def get(self, task_id: UUID, *, asked_by: Principal) -> Task:
        """The task, if it is for a role of whoever asks."""
        task = await self._session.get(Task, task_id)
        if task is None or task.owner not in asked_by.roles:
            raise NotFound(f"there is no task {task_id}")
        return task

    async def open(self, kind: TaskKind, policy_id: UUID) -> Task | None:
        """The task of this kind that waits already for this contract."""
        return await self._session.scalar(
            select(Task).where(
                tasks.c.policy_id == policy_id,
                tasks.c.kind == kind,
                tasks.c.status == TaskStatus.OPEN,
            )
        )

    async def all_open(self, kind: TaskKind, policy_id: UUID) -> Sequence[Task]:
        """All of this kind that wait for this contract, where each is another matter."""
        found = await self._session.scalars(
            select(Task).where(
                tasks.c.policy_id == policy_id,
                tasks.c.kind == kind,
                tasks.c.status == TaskStatus.OPEN,
            )
        )
        return found.all()

    def matching(
        self,
        *,
        owners: Collection[str],
        status: TaskStatus | None = None,
        policy_id: UUID | None = None,
    ) -> Select[Any]:
        """The tasks for these roles."""
        wanted = select(Task).where(tasks.c.owner.in_([role for role in Role if role in owners]))
        if status is not None:
            wanted = wanted.where(tasks.c.status == status)
        if policy_id is not None:
            wanted = wanted.where(tasks.c.policy_id == policy_id)
        return wanted
