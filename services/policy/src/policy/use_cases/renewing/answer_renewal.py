"""The customer wants the next term, or does not."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from chassis.errors import Conflict
from chassis.identity import Principal
from chassis.work import Work, check_version
from contracts.policy import CoverTerms, RenewalAccepted, RenewalDeclined
from contracts.roles import Role
from policy.domain.period import midnight
from policy.domain.policy import Policy, Status
from policy.domain.renewing.renewal import Renewal, RenewalStatus
from policy.domain.task import Task
from policy.storage import Policies, Products, Renewals
from policy.use_cases.raise_task import nothing_to_see_to
from policy.use_cases.renewing.late_refusal import LATE_REFUSAL, ask_a_person
from policy.use_cases.renewing.offer_renewal import which
from policy.use_cases.renewing.watch_renewal import eve_of, refusal_until


@dataclass(frozen=True, kw_only=True)
class AnswerRenewal:
    """Yes or no, to the version that was read."""

    policy_id: UUID
    version: int
    answer: Literal["yes", "no"]
    by: Principal


class RenewalSettled(Conflict, code="renewal-settled"):
    """What was said until the eve counts; later there is nothing left to answer."""


class CoverRests(Conflict, code="cover-rests"):
    """No next term is agreed while cover rests: what is owed comes first."""


async def answer_renewal(order: AnswerRenewal, work: Work) -> Task | None:
    """Yes is heard until it is settled, and confirmed. No is the customer's right for a time.

    Later than that a person decides.
    """
    policy = await Policies(work).get(order.policy_id, asked_by=order.by)
    renewal = await Renewals(work).get((await Renewals(work).latest(policy)).id)
    check_version(renewal.version, order.version)
    _must_be_open(renewal)
    policy.must_be_among(Status.ISSUED, Status.SUSPENDED)
    if order.answer == "yes":
        _must_not_rest(renewal, policy)
        declined_before = renewal.status is RenewalStatus.DECLINED
        renewal.accept(by=order.by.subject, at=work.now)
        work.publish(_accepted(renewal, policy, work, declined_before=declined_before))
        await _decided(policy, "the next term was accepted", order, work)
        return None
    until = refusal_until(renewal, policy, work)
    if work.now >= until and Role.UNDERWRITER not in order.by.roles:
        return await ask_a_person(renewal, policy, until, work)
    on_offer = renewal.is_on_offer
    renewal.decline(by=order.by.subject, at=work.now)
    work.publish(
        RenewalDeclined(
            **which(renewal, policy),
            cover_until=policy.ends_at,
            accept_until=eve_of(renewal, policy) if on_offer else None,
        )
    )
    await _decided(policy, "the refusal counts", order, work)
    return None


async def _decided(policy: Policy, why: str, order: AnswerRenewal, work: Work) -> None:
    """Nobody need decide on a late no any more."""
    await nothing_to_see_to(LATE_REFUSAL, policy, why, work, by=order.by.subject)


def _must_be_open(renewal: Renewal) -> None:
    """Refuse an answer once it is settled, and say how it was."""
    if renewal.status is RenewalStatus.RENEWED:
        raise RenewalSettled(f"term {renewal.term} from {renewal.starts_on} is agreed already")
    if renewal.status is RenewalStatus.ENDED:
        raise RenewalSettled(
            f"no next term from {renewal.starts_on} is on offer any more: this was settled on"
            f" {renewal.settled_at:%Y-%m-%d %H:%M} UTC ({renewal.reason}); ask for a new contract"
        )


def _must_not_rest(renewal: Renewal, policy: Policy) -> None:
    if policy.status is Status.SUSPENDED:
        eve = eve_of(renewal, policy)
        raise CoverRests(
            f"cover of {policy.number} rests as a premium is owed, and what rests is not renewed:"
            f" once it is paid and cover is back, before {eve:%Y-%m-%d %H:%M} UTC, the next term"
            " can be accepted"
        )


def _accepted(
    renewal: Renewal, policy: Policy, work: Work, *, declined_before: bool
) -> RenewalAccepted:
    terms, until = renewal.must_be.next, refusal_until(renewal, policy, work)
    return RenewalAccepted(
        **which(renewal, policy),
        starts_at=midnight(renewal.starts_on, policy.time_zone),
        ends_at=midnight(renewal.ends_on, policy.time_zone),
        premium=terms.net,
        total=terms.total,
        payment_mode=terms.agreed.payment_mode.value,
        covers=[
            CoverTerms(cover=one.id, limit=one.limit, deductible=one.deductible)
            for one in terms.agreed.covers
        ],
        cover_names=Products().cover_words(policy.product, terms.product_version),
        declined_before=declined_before,
        refusable_until=until if work.now < until else None,
    )
