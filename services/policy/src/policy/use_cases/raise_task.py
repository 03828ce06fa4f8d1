"""Something is for a person to see to."""

from chassis.ids import new_id
from chassis.work import Work
from contracts.roles import Role
from policy.domain.application import Application
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


async def nothing_to_see_to(
    kind: TaskKind, policy: Policy, why: str, work: Work, *, by: str = "policy"
) -> None:
    """What was asked has been answered, or is no question any more: nobody need see to it."""
    for task in await Tasks(work).all_open(kind, policy.id):
        task.finish(outcome=why, by=by, at=work.now)


def ask_about_premium(application: Application, about: str, work: Work) -> None:
    """The bank took it back for a reason that we do not write to the customer about."""
    task = Task(
        id=new_id(),
        kind="premium_taken_back",
        owner=Role.FINANCE,
        policy_id=None,
        application_id=application.id,
        customer_id=application.customer_id,
        about=about,
        opened_at=work.now,
    )
    Tasks(work).add(task)


def want_premium_returned(application: Application, work: Work) -> None:
    """What finance took down by hand for a contract that will not be: only they can send it."""
    paid = f"{application.received} ({application.settlement_reference})"
    task = Task(
        id=new_id(),
        kind="premium_to_return",
        owner=Role.FINANCE,
        policy_id=None,
        application_id=application.id,
        customer_id=application.customer_id,
        about=f"{application.number} is {application.status}: {paid} goes back to whoever paid it",
        opened_at=work.now,
    )
    Tasks(work).add(task)
