"""The papers reach the customer, with proof: clocks that count from it begin. Or there is none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chassis.errors import Conflict
from chassis.identity import Principal
from chassis.work import Work, check_version
from contracts.roles import Role
from policy.domain.application_parts import Dispatch
from policy.domain.policy import Policy
from policy.domain.preservation.deliver import awaits_delivery, must_be_schedule, send_papers
from policy.domain.task import TaskKind
from policy.storage import Applications, Documents, Policies, Tasks, Underwriting
from policy.use_cases.raise_task import raise_task

PROOF_DUE: Final = "proof-of-delivery-due"
_TASK: Final[TaskKind] = "papers_not_delivered"


class SentWithApplication(Conflict, code="sent-with-application"):
    """The papers of this contract are sent, and their proof recorded, at its application."""


@dataclass(frozen=True, kw_only=True)
class SendPapers:
    """One sending of the papers of a contract that had no application."""

    policy_id: UUID
    version: int
    sent: Dispatch
    by: Principal


async def send_contract(order: SendPapers, work: Work) -> Policy:
    """Take it down; the first proof of arrival starts the clocks of the contract."""
    policy = await Policies(work).get(order.policy_id, asked_by=order.by)
    check_version(policy.version, order.version)
    application = await Applications(work).of_policy(policy.id)
    if application is not None:
        raise SentWithApplication(f"record it at application {application.number}")
    await must_be_ours(policy.id, order.sent, work)
    if send_papers(policy, order.sent, at=work.now):
        await contract_delivered(policy.id, order.sent.at, by=order.by.subject, work=work)
    return policy


async def must_be_ours(policy_id: UUID, sent: Dispatch, work: Work) -> None:
    """Refuse a sending of anything but a schedule that we made of this contract."""
    must_be_schedule(sent, await Documents(work).schedules(policy_id), at=work.now)


async def contract_delivered(policy_id: UUID, at: datetime, *, by: str, work: Work) -> None:
    """Note when; the first proof counts, and nobody need ask for it any more."""
    policy = await Policies(work).by_id(policy_id)
    policy.delivered_at = policy.delivered_at or at
    work.cancel_alarm(PROOF_DUE, policy.id)
    waiting = await Tasks(work).open(_TASK, policy.id)
    if waiting is not None:
        waiting.finish(outcome=f"arrived {at:%Y-%m-%d %H:%M} UTC", by=by, at=work.now)


def watch_delivery(policy: Policy, work: Work) -> None:
    """Have it looked at some days after the contract was made."""
    days = timedelta(days=Underwriting().dispatch_days())
    work.set_alarm(PROOF_DUE, policy.id, at=policy.issued_at + days)


async def miss_delivery(policy_id: UUID, work: Work) -> None:
    """There is no proof yet: an agent sends the papers again, or finds it."""
    policy = await Policies(work).by_id(policy_id)
    if awaits_delivery(policy):
        about = (
            f"{policy.number} was made on {policy.issued_at:%Y-%m-%d} and nothing shows that its "
            "papers arrived: send them and record the proof; rights to withdraw may count from it"
        )
        await raise_task(_TASK, about, owner=Role.AGENT, policy=policy, work=work)
