"""The papers go out with proof, conditions are met, and the file is closed."""

from chassis.work import Work
from contracts.roles import Role
from policy.domain.application import Application
from policy.domain.application_parts import Dispatch
from policy.domain.sale import send, telling
from policy.use_cases.deliver_contract import contract_delivered, must_be_ours
from policy.use_cases.read_application import Change, fetch


async def dispatch_papers(change: Change, sent: Dispatch, work: Work) -> Application:
    """Take down one sending; the first proof of arrival starts the clocks of the contract."""
    application = await fetch(change, work)
    if application.policy_id is not None:
        await must_be_ours(application.policy_id, sent, work)
    arrived = send.dispatch(application, sent, by=change.by.subject, at=work.now)
    if arrived and application.policy_id is not None:
        work.publish(telling.dispatched(application, sent))
        await contract_delivered(application.policy_id, sent.at, by=change.by.subject, work=work)
    return application


async def meet_condition(
    change: Change, condition_id: str, evidence: str, work: Work
) -> Application:
    """A condition is met."""
    application = await fetch(change, work)
    send.meet(
        application,
        condition_id,
        evidence=evidence,
        by=change.by.subject,
        at=work.now,
        underwrites=Role.UNDERWRITER in change.by.roles,
    )
    return application


async def archive_application(change: Change, work: Work) -> Application:
    """Close the file."""
    application = await fetch(change, work)
    send.archive(application, by=change.by.subject, at=work.now)
    work.publish(telling.archived(application, at=work.now))
    return application
