"""The customer wants the next term, or does not."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from contracts.policy import RenewalDeclined
from contracts.roles import Role
from policy.domain.policy import Policy, Status
from policy.domain.renewing.rules import last_instant
from policy.domain.task import Task
from policy.storage import HouseBook, Policies, Renewals
from policy.use_cases.raise_task import raise_task
from policy.use_cases.renewing.offer_renewal import which


@dataclass(frozen=True, kw_only=True)
class AnswerRenewal:
    """Yes or no, to the version that was read."""

    policy_id: UUID
    version: int
    answer: Literal["yes", "no"]
    by: Principal


async def answer_renewal(order: AnswerRenewal, work: Work) -> Task | None:
    """Yes holds until the eve. No is the customer's right for a time; later a person decides."""
    policy = await Policies(work).get(order.policy_id, asked_by=order.by)
    renewal = await Renewals(work).get((await Renewals(work).latest(policy)).id)
    check_version(renewal.version, order.version)
    policy.must_be_among(Status.ISSUED, Status.SUSPENDED)
    if order.answer == "yes":
        renewal.accept(by=order.by.subject, at=work.now)
        return None
    if not _in_time(policy, work) and Role.UNDERWRITER not in order.by.roles:
        about = f"{policy.number}: the customer wants no next term and said so late: decide"
        owner = Role.UNDERWRITER
        return await raise_task("late_refusal", about, owner=owner, policy=policy, work=work)
    renewal.decline(by=order.by.subject, at=work.now)
    work.publish(RenewalDeclined(**which(renewal, policy), cover_until=policy.ends_at))
    return None


def _in_time(policy: Policy, work: Work) -> bool:
    house = HouseBook()
    law = house.renewal_law(policy.jurisdiction, policy.line)
    return work.now < last_instant(house.law().entry(law.oppose), policy)
