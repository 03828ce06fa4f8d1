"""A contract as it was known at an earlier time: what befell it later was not known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from chassis.money import Money
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.picture import Happening, Stretch
from policy.domain.contract.versions import ContractVersion, known_stretches
from policy.domain.period import midnight
from policy.domain.policy import Policy, Status
from policy.domain.renewing.proposal import Proposal
from policy.domain.renewing.renewal import Renewal

_AFTER: Final = {
    Happening.SUSPENDED: Status.SUSPENDED,
    Happening.LAPSED: Status.LAPSED,
    Happening.CANCELLED: Status.CANCELLED,
    Happening.WITHDRAWN: Status.WITHDRAWN,
    Happening.EXPIRED: Status.EXPIRED,
    Happening.REINSTATED: Status.ISSUED,
}


def as_known(
    policy: Policy,
    versions: Sequence[ContractVersion],
    turns: Sequence[Renewal],
    *,
    known_at: datetime,
) -> Policy:
    """The contract in the term that ran then, with the facts and the days that were known.

    `turns`: the renewals by which its terms follow one another. It is not the contract: nothing of
    it is kept. What it cost is another question.
    """
    then = _with_facts(_in_its_term(policy, versions, turns, known_at), known_at)
    stretches = known_stretches(versions, known_at=known_at)
    if not stretches:
        return then
    to_come = [one for one in stretches if one.starts_on >= then.term_ends_on]
    return replace(
        then,
        earlier=[one for one in stretches if one.starts_on < then.starts_on],
        coming=replace(to_come[0], ends_on=to_come[-1].ends_on) if to_come else None,
    )


def of_its_term(policy: Policy, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Those of the term that runs."""
    return [one for one in stretches if policy.starts_on <= one.starts_on < policy.term_ends_on]


def _in_its_term(
    policy: Policy,
    versions: Sequence[ContractVersion],
    turns: Sequence[Renewal],
    known_at: datetime,
) -> Policy:
    begun = [one for one in turns if _begins_at(one, policy) <= known_at]
    later = [one for one in turns if _begins_at(one, policy) > known_at]
    number = begun[-1].term if begun else 1
    if number >= policy.term_number or not versions or not later:
        return policy
    follows, first = later[0], min(versions, key=lambda one: (one.starts_on, one.recorded_at))
    starts_on, ends_on = begun[-1].starts_on if begun else first.starts_on, follows.starts_on
    told = follows.settled.terms if follows.settled else None
    if follows.compared is not None:
        told = follows.compared.last
    terms = begun[-1].settled.terms if begun and begun[-1].settled else None
    agreed = terms.agreed if terms else first.agreed
    zone = policy.time_zone
    return replace(
        policy,
        term_number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        term_ends_on=ends_on,
        starts_at=midnight(starts_on, zone),
        ends_at=midnight(ends_on, zone),
        original=agreed,
        insured_place=agreed.place,
        premium=terms.net if terms else _with_surcharge(agreed, told),
        product_version=told.product_version if told else policy.product_version,
    )


def _with_surcharge(agreed: Agreed, told: Proposal | None) -> Money:
    """As in what was told of that term when the next one was offered, where it is paid alike."""
    premium = agreed.premium
    if told is None or told.agreed.payment_mode is not agreed.payment_mode:
        return premium
    listed = told.agreed.premium
    return premium.times(told.net.amount / listed.amount) if listed else premium


def _begins_at(renewal: Renewal, policy: Policy) -> datetime:
    begins = midnight(renewal.starts_on, policy.time_zone)
    return max(begins, renewal.settled_at) if renewal.settled_at else begins


def _with_facts(policy: Policy, known_at: datetime) -> Policy:
    known = [fact for fact in policy.facts if fact.recorded_at <= known_at]
    if len(known) == len(policy.facts):
        return replace(policy)
    status = _AFTER[known[-1].what] if known else Status.ISSUED
    was: dict[str, Any] = {"status": status, "facts": known}
    if status in (Status.ISSUED, Status.SUSPENDED):
        ends_on = policy.term_ends_on
        was |= {"ends_on": ends_on, "ends_at": midnight(ends_on, policy.time_zone)}
        was |= dict.fromkeys(("cancelled_at", "cancellation_reason", "refund"))
    return replace(policy, **was)
