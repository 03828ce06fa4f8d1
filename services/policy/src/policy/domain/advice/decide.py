"""The decision order (facts 5.1): eight steps, the first that hits wins.

    1 a duty by law or contract      -> duty        5 often and severe        -> avoid_or_reduce
    2 the same cover exists already  -> not_needed  6 more than can be borne  -> transfer
    3 nobody loses money             -> not_needed  7 keeping is cheaper      -> keep
    4 a figure is missing            -> no_advice   8 otherwise               -> optional

Capacity is one for all kept risks together: of those worth keeping, the best set that fits is
kept; then, the greatest risk first, what each deductible leaves with the customer uses it up too.
Neither depends on the order in which risks and options are told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from policy.domain.advice.deductible import Choice, best, choices
from policy.domain.advice.figures import capacity, cents, free_capacity, present_value
from policy.domain.advice.kept_set import Candidate, best_kept
from policy.domain.advice.look import Look
from policy.domain.advice.method import Method, Result
from policy.domain.advice.outcome import Advised, Figures, Outcome
from policy.domain.advice.reasons import weigh
from policy.domain.advice.situation import ZERO, Situation, Subject
from policy.domain.advice.told import tell
from policy.domain.risks.matrix import SEVERE


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Which step of the order decided, and how."""

    step: int
    result: Result
    missing: tuple[str, ...] = ()
    choice: Choice | None = None
    free: Decimal | None = None


def decide(situation: Situation, method: Method) -> Outcome:
    """Advise on every risk, by the algorithm that this version of the method names."""
    situation.must_make_sense()
    return ALGORITHMS[method.algorithm](situation, method)


def _decide_1(situation: Situation, method: Method) -> Outcome:
    looks = [
        Look(situation, risk, method, method.text_of_duty(situation, place))
        for place, risk in enumerate(situation.risks)
    ]
    whole = capacity(situation.means, method.shares[situation.subject])
    free = None if whole is None else free_capacity(whole, situation.kept)
    hits = {look.risk.id: hit for look in looks if (hit := _early(look)) is not None}
    undecided = [look for look in looks if look.risk.id not in hits]
    left = free
    if free is not None:
        late, left = _late(undecided, free)
        hits |= late
    kept = [look for look in looks if hits[look.risk.id].result is Result.KEEP]
    return Outcome(
        capacity=None if whole is None else cents(whole),
        kept_together=None if whole is None or left is None else cents(whole - left),
        kept_advantage=sum((look.advantage or ZERO for look in kept), ZERO),
        risks=tuple(_advised(look, hits[look.risk.id], whole, free) for look in looks),
    )


ALGORITHMS: Final[Mapping[str, Callable[[Situation, Method], Outcome]]] = {"1": _decide_1}


def _early(look: Look) -> Hit | None:
    """Steps 1 to 5, which ask nothing of the other risks."""
    risk = look.risk
    if risk.duty is not None:
        return Hit(step=1, result=Result.DUTY)
    if risk.covered_elsewhere:
        return Hit(step=2, result=Result.NOT_NEEDED)
    if look.nobody_loses:
        return Hit(step=3, result=Result.NOT_NEEDED)
    if missing := look.missing():
        return Hit(step=4, result=Result.NO_ADVICE, missing=missing)
    if look.often and (look.severity_class or 0) >= SEVERE:
        return Hit(step=5, result=Result.AVOID_OR_REDUCE)
    return None


def _late(looks: list[Look], free: Decimal) -> tuple[dict[str, Hit], Decimal]:
    """Steps 6 to 8, where the risks share one capacity; and what of it is left."""
    worth = [
        Candidate(id=look.risk.id, maximum_loss=look.maximum or ZERO, advantage=look.advantage)
        for look in looks
        if look.advantage is not None and look.advantage > 0
    ]
    kept = best_kept(worth, free)
    left = free - sum((one.maximum_loss for one in worth if one.id in kept), ZERO)
    hits = {}
    for look in sorted(looks, key=lambda one: (-(one.maximum or ZERO), one.risk.id)):
        if look.risk.id in kept:
            hits[look.risk.id] = Hit(step=7, result=Result.KEEP, free=free)
        elif (look.maximum or ZERO) > left:
            choice = best(choices(look.risk.options, look.losses, left)) if look.losses else None
            hits[look.risk.id] = Hit(step=6, result=Result.TRANSFER, choice=choice, free=left)
            left -= choice.deductible if choice else ZERO
        elif missing := look.missing_to_compare():
            hits[look.risk.id] = Hit(step=7, result=Result.NO_ADVICE, missing=missing, free=left)
        else:
            hits[look.risk.id] = Hit(step=8, result=Result.OPTIONAL, free=left)
    return hits, left


def _advised(look: Look, hit: Hit, whole: Decimal | None, before: Decimal | None) -> Advised:
    free = before if hit.free is None else hit.free
    figures = _figures(look, hit, whole, free)
    can_choose = look.losses is not None and free is not None
    offered = choices(look.risk.options, look.losses or (), free or ZERO) if can_choose else []
    advised = Advised(
        risk=look.risk.id,
        result=hit.result,
        step=hit.step,
        prevent=look.often,
        duty_text=look.duty_text,
        missing=hit.missing,
        deductible=hit.choice.deductible if hit.choice else None,
        severity_class=look.severity_class,
        frequency_class=look.frequency_class,
        cell=look.cell,
        figures=figures,
        choices=tuple(offered),
        need=look.need,
        reasons=weigh(
            look.situation,
            look.risk,
            premium=look.option.premium if look.option else None,
            layer=look.layer,
            cost=look.cost_of_keeping,
            advantage=look.advantage,
            maximum_loss=look.maximum,
            free=free,
        ),
        text={},
    )
    return tell(advised, look.situation, look.risk, look.method)


def _figures(look: Look, hit: Hit, whole: Decimal | None, free: Decimal | None) -> Figures:
    option, choice, risk, means = look.option, hit.choice, look.risk, look.situation.means
    premium = option.premium if option else None
    bought = (choice.premium, choice.deductible) if choice else None
    if bought is None and option is not None:
        bought = (option.premium, option.deductible)
    loading = None if premium is None or look.layer is None else premium - look.layer
    present = None
    if look.layer is not None and risk.paid_over_years is not None:
        own = look.situation.return_on_own_funds
        present = present_value(look.layer, own, risk.paid_over_years)
    household = look.situation.subject is Subject.HOUSEHOLD
    income = means.yearly if household and means.yearly else None
    return Figures(
        frequency=look.frequency,
        expected_loss=_cents(look.expected),
        insured_layer=_cents(look.layer),
        present_value=_cents(present),
        premium=_cents(premium),
        loading=_cents(loading),
        loading_share=_share(loading, premium),
        maximum_loss=_cents(look.maximum),
        capacity=_cents(whole),
        free_capacity=_cents(free),
        cost_of_insuring=_cents(look.cost_of_insuring),
        cost_of_keeping=_cents(look.cost_of_keeping),
        advantage=look.advantage,
        worst_year_kept=None if look.maximum is None else cents(look.maximum + risk.handling_cost),
        worst_year_insured=None if bought is None else cents(bought[0] + bought[1]),
        premium_share_of_income=_share(premium, income),
    )


def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else cents(amount)


def _share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or not whole:
        return None
    return (part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP)
