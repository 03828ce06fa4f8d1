"""Something of an account is for a person of finance to see to."""

from chassis.ids import new_id
from chassis.work import Work
from contracts.roles import Role
from policy.domain.money.account import Account
from policy.domain.task import Task, TaskKind
from policy.storage import Tasks


async def ask_finance(
    kind: TaskKind, about: str, *, account: Account, work: Work, again: bool = False
) -> Task:
    """Put it on their list, once while it is open; `again` where each is another matter."""
    waiting = None if again else await Tasks(work).open(kind, account.policy_id)
    if waiting is not None:
        return waiting
    task = Task(
        id=new_id(),
        kind=kind,
        owner=Role.FINANCE,
        policy_id=account.policy_id,
        customer_id=account.customer_id,
        about=about,
        opened_at=work.now,
    )
    Tasks(work).add(task)
    return task
