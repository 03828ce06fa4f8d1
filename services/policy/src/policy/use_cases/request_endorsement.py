"""Somebody wants the contract otherwise: the wish is kept with its price."""

from dataclasses import dataclass, replace

from chassis.ids import new_id
from chassis.work import Work
from contracts.roles import Role
from policy.domain.endorsement import Endorsement
from policy.domain.preservation.endorse import Outcome, completed
from policy.domain.underwriting.authority import Level
from policy.storage import Endorsements, Tariffs, Versions
from policy.use_cases.judge_endorsement import judge_endorsement
from policy.use_cases.price_endorsement import PriceEndorsement, lines_of, price_endorsement
from policy.use_cases.raise_task import raise_task


@dataclass(frozen=True, kw_only=True)
class RequestEndorsement:
    """The order to keep a wish."""

    wish: PriceEndorsement
    reason: str


async def request_endorsement(order: RequestEndorsement, work: Work) -> tuple[Endorsement, Outcome]:
    """Price it; where it meets another change, refuse to choose."""
    policy, step, priced = await price_endorsement(order.wish, work, alone=True)
    outcome = priced.must_be
    entered = await Endorsements(work).of_term(policy)
    steps = [one.step for one in entered if one.counts]
    before = await Versions(work).stretches(policy)
    judged = await judge_endorsement(policy, before, outcome.stretches, step=step, work=work)
    ready = replace(step, change=completed(step, policy, steps, Tariffs().of(policy)))
    endorsement = Endorsement(
        id=new_id(),
        policy_id=policy.id,
        customer_id=policy.customer_id,
        number=ready.number,
        effective_on=ready.effective_on,
        change=ready.change,
        resolution=priced.resolution,
        premium_change=outcome.bill.due,
        reason=order.reason,
        referred=list(judged.reasons),
        requested_by=order.wish.by.subject,
        requested_at=work.now,
        term=policy.term_number,
        lines=lines_of(policy, before, outcome),
    )
    Endorsements(work).add(endorsement)
    if (judged.reasons and not order.wish.by.is_staff) or judged.level > Level.ENGINE:
        why = ", ".join(judged.reasons)
        owner = Role.UNDERWRITER if judged.level > Level.ENGINE else Role.AGENT
        about = f"a change of {policy.number} from {ready.effective_on}: {why}"
        await raise_task("endorsement_to_decide", about, owner=owner, policy=policy, work=work)
    return endorsement, outcome
