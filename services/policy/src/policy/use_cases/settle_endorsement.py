"""An endorsement is accepted, declined, or taken back: the contract's versions follow."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.document import DocumentKind
from policy.domain.endorsement import Endorsement, must_change_what_runs, must_not_be_gone_by
from policy.domain.policy import Status
from policy.domain.preservation.endorse import endorse, outcome, price
from policy.storage import Endorsements, HouseBook, Policies, Tariffs, Versions
from policy.use_cases.judge_endorsement import judge_endorsement, must_be_accepted_by
from policy.use_cases.money.follow_contract import charge_endorsement
from policy.use_cases.price_endorsement import OUR_PEOPLE, lines_of, must_be_payable
from policy.use_cases.renewing.refresh_renewal import refresh_renewal
from policy.use_cases.want_document import want_document

Settlement = Literal["accept", "decline", "reverse"]


@dataclass(frozen=True, kw_only=True)
class SettleEndorsement:
    """The order to settle one."""

    policy_id: UUID
    endorsement_id: UUID
    version: int
    settlement: Settlement
    reason: str
    by: Principal


async def settle_endorsement(order: SettleEndorsement, work: Work) -> Endorsement:
    """Reckon the whole term anew from all that counts, and write it beside what was known."""
    policy = await Policies(work).get(order.policy_id, asked_by=order.by, alone=True)
    entered = await Endorsements(work).of_term(policy)
    endorsement = await Endorsements(work).get(order.endorsement_id, policy_id=policy.id)
    check_version(endorsement.version, order.version)
    if order.settlement == "decline":
        endorsement.decline(reason=order.reason, at=work.now)
        return endorsement
    policy.must_be_among(Status.ISSUED, Status.SUSPENDED)
    must_change_what_runs(policy, endorsement)
    must_not_be_gone_by(
        policy,
        endorsement.effective_on,
        at=work.now,
        back_days=HouseBook().rules().endorsement_back_days,
        staff=bool(order.by.roles & OUR_PEOPLE),
    )
    before = await Versions(work).stretches(policy)
    others = [one.step for one in entered if one.counts and one.id != endorsement.id]
    back, tariff = order.settlement == "reverse", Tariffs().of(policy)
    if back:
        result = outcome(policy, others, tariff)
        lines = lines_of(policy, before, result)
        endorsement.reverse(reason=order.reason, at=work.now)
    else:
        priced = price(policy, others, endorsement.step, tariff)
        result, endorsement.resolution = priced.must_be, priced.resolution
        lines = lines_of(policy, before, result)
        await must_be_payable(policy, endorsement.step, work)
        judged = await judge_endorsement(
            policy, before, result.stretches, step=endorsement.step, work=work
        )
        await must_be_accepted_by(endorsement, judged, policy, order.by, work)
        endorsement.accept(lines=lines, by=order.by.subject, at=work.now)
        want_document(DocumentKind.ENDORSEMENT, policy.id, work, subject_id=endorsement.id)
    await Versions(work).rewrite(policy, result.stretches)
    work.publish(endorse(policy, endorsement, result, lines=lines, at=work.now, back=back))
    effective_on = endorsement.effective_on
    await charge_endorsement(
        policy, before, result.stretches, lines=lines, effective_on=effective_on, work=work
    )
    await refresh_renewal(policy, work)
    return endorsement
