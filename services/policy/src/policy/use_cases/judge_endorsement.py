"""A wanted change is judged before it is accepted, and only who may accepts it."""

from collections.abc import Sequence
from datetime import date

from chassis.identity import Principal
from chassis.work import Work
from contracts.roles import Role
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.picture import Stretch
from policy.domain.contract.timeline import Step
from policy.domain.endorsement import Endorsement
from policy.domain.period import local_day
from policy.domain.policy import Policy
from policy.domain.preservation.cheaper import cheaper_answers
from policy.domain.preservation.judge import (
    NO_PRICE,
    AnswersMissing,
    Judged,
    NeedsUnderwriter,
    Terms,
    judge,
    raises_risk,
    unanswered_of_place,
)
from policy.domain.underwriting.authority import FourEyes, Level, decider_of
from policy.storage import Applications, Authorities, Tariffs, Underwriting


async def judge_endorsement(
    policy: Policy,
    before: Sequence[Stretch],
    after: Sequence[Stretch],
    *,
    step: Step,
    work: Work,
) -> Judged:
    """By the rules on the day of the change; on each later day, by whether it costs less.

    An answer that makes it cheaper is looked at by the rule of the house, whoever asks, also where
    it replaces what was agreed from a later day on.
    """
    effective_on, house = step.effective_on, Underwriting()
    old, new = _on(before, effective_on), _on(after, effective_on)
    judged = await _by_rules(policy, old, new, work)
    questions = house.of_the_place(policy.product)
    if still := unanswered_of_place(old, new, step.change, questions):
        judged = judged.and_of_the_place(house.other_place(), still)
    rate = Tariffs().listed(policy).rate
    later = {one.starts_on for one in (*before, *after) if one.starts_on > effective_on}
    if any(
        cheaper_answers(_on(before, day), _on(after, day), rate)
        for day in sorted({effective_on, *later})
    ):
        return judged.and_by(house.cheaper_answer())
    return judged


async def _by_rules(policy: Policy, old: Agreed, new: Agreed, work: Work) -> Judged:
    """A product without questions has no rules: there whoever may issue it accepts."""
    if not raises_risk(old, new):
        return Judged()
    tariff = Tariffs().of(policy)
    was, now = tariff.offer(old), tariff.offer(new)
    if was is None or now is None:
        return Judged(reasons=(NO_PRICE,))
    sold = await Applications(work).of_policy(policy.id)
    facts = {} if sold is None else sold.facts
    underwriting = Underwriting()
    return judge(
        Terms(offer=was[0], refer=was[1], facts=facts),
        Terms(offer=now[0], refer=now[1], facts=facts),
        underwriting.rules(underwriting.line_of(policy.product)),
        underwriting.limits(),
    )


async def must_be_accepted_by(
    endorsement: Endorsement, judged: Judged, policy: Policy, by: Principal, work: Work
) -> None:
    """Refuse who may not accept it: the customer alone, the seller alone, or who asked for it.

    An underwriter who asks for a cheaper answer has looked at it, unless the contract is theirs.
    """
    if not judged.reasons:
        return
    if judged.unanswered:
        raise AnswersMissing(f"ask for it again, and answer {', '.join(judged.unanswered)}")
    why = ", ".join(judged.reasons)
    if judged.level is Level.ENGINE:
        if not by.roles & {Role.AGENT, Role.UNDERWRITER}:
            raise NeedsUnderwriter("your agent accepts it, or an underwriter")
        return
    if Role.UNDERWRITER not in by.roles:
        raise NeedsUnderwriter(f"an underwriter looks at it: {why}")
    looked = judged.reasons == (Underwriting().cheaper_answer(),) and not by.owns(
        policy.customer_id
    )
    if by.subject == endorsement.requested_by and not looked:
        raise FourEyes("you asked for it: somebody else accepts it")
    held = await Authorities(work).of(by.subject)
    today = local_day(work.now, "UTC")
    decider = decider_of(by.subject, held, customer=policy.customer_id, on=today)
    decider.must_reach(judged.level)


def _on(stretches: Sequence[Stretch], day: date) -> Agreed:
    return next(one.agreed for one in stretches if one.starts_on <= day < one.ends_on)
