"""A contract's next term: agreed while the last one still runs, and begun the instant it ends.

The contract stays one, with its number and its history: cover goes on without a gap or an overlap.
"""

from collections.abc import Sequence
from dataclasses import replace

from contracts.policy import PolicyRenewed
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.picture import Stretch
from policy.domain.period import midnight
from policy.domain.policy import IllegalMove, Policy, Status
from policy.domain.renewing.renewal import Renewal, Settled
from policy.domain.where import key_of


def agree_next_term(
    policy: Policy,
    stretches: Sequence[Stretch],
    renewal: Renewal,
    settled: Settled,
    *,
    untold: bool = False,
) -> PolicyRenewed:
    """The next term is agreed: from now on it is in the picture of cover."""
    policy.must_be_among(Status.ISSUED)
    if policy.coming is not None or renewal.starts_on != policy.ends_on:
        raise IllegalMove(f"the term of {policy.number} is followed by another already")
    policy.coming = Stretch(
        starts_on=renewal.starts_on, ends_on=renewal.ends_on, agreed=settled.terms.agreed
    )
    policy.revision += 1
    return PolicyRenewed(
        **policy.picture(stretches),
        term=renewal.term,
        starts_at=midnight(renewal.starts_on, policy.time_zone),
        ends_at=midnight(renewal.ends_on, policy.time_zone),
        starts_on=renewal.starts_on,
        ends_on=renewal.ends_on,
        premium=settled.terms.net,
        total=settled.terms.total,
        how=settled.how,
        product_version=settled.terms.product_version,
        untold=untold,
    )


def begin_next_term(policy: Policy, stretches: Sequence[Stretch], settled: Settled) -> None:
    """The last term is over and the next one runs: what is changed or billed now is the next."""
    coming = policy.coming
    if coming is None or policy.status not in {Status.ISSUED, Status.SUSPENDED}:
        raise IllegalMove(f"{policy.number} has no next term")
    terms = settled.terms
    policy.earlier = [*policy.earlier, *stretches]
    policy.coming, policy.term_number = None, policy.term_number + 1
    policy.starts_on, policy.ends_on = coming.starts_on, coming.ends_on
    policy.term_ends_on = coming.ends_on
    policy.starts_at = midnight(policy.starts_on, policy.time_zone)
    policy.ends_at = midnight(policy.ends_on, policy.time_zone)
    policy.original, policy.premium, policy.billed = coming.agreed, terms.net, terms.net
    policy.levies, policy.product_version = list(terms.levies), terms.product_version
    _show(policy, coming.agreed)


def as_next_term(policy: Policy, renewal: Renewal, settled: Settled) -> Policy:
    """The contract as it will be once the next term runs on these terms, to look at.

    It is not the contract: nothing of it is kept.
    """
    terms, zone = settled.terms, policy.time_zone
    return replace(
        policy,
        term_number=renewal.term,
        starts_on=renewal.starts_on,
        ends_on=renewal.ends_on,
        term_ends_on=renewal.ends_on,
        starts_at=midnight(renewal.starts_on, zone),
        ends_at=midnight(renewal.ends_on, zone),
        original=terms.agreed,
        premium=terms.net,
        billed=terms.net,
        levies=list(terms.levies),
        product_version=terms.product_version,
        coming=None,
    )


def drop_next_term(policy: Policy) -> None:
    """The contract ended before its next term began."""
    policy.coming = None


def _show(policy: Policy, agreed: Agreed) -> None:
    policy.insured_place, policy.place_key = agreed.place, key_of(agreed.place)
    policy.sum_insured, policy.deductible = agreed.main.limit, agreed.main.deductible
