"""Something is for a person to see to."""

from chassis.ids import new_id
from chassis.work import Work
from contracts.roles import Role
from policy.domain.policy import Policy
from policy.domain.task import Task, TaskKind
from policy.storage import Tasks


async def raise_task(
    kind: TaskKind, about: str, *, owner: Role, policy: Policy, work: Work
) -> Task:
    """Put it on the list of its role, once while it is open."""
    waiting = await Tasks(work).open(kind, policy.id)
    if waiting is not None:
        return waiting
    task = Task(
        id=new_id(),
        kind=kind,
        owner=owner,
        policy_id=policy.id,
        customer_id=policy.customer_id,
        about=about,
        opened_at=work.now,
    )
    Tasks(work).add(task)
    return task
