"""A contract is read as it was known at an earlier time, with what it was to cost then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chassis.work import Work
from policy.domain.contract.bargain import is_as_sold
from policy.domain.contract.bill import bill
from policy.domain.contract.versions import ContractVersion, known_stretches
from policy.domain.offer import PaymentMode
from policy.domain.policy import Policy
from policy.domain.pricing.instalments import surcharge
from policy.domain.renewing.as_known import as_known, of_its_term
from policy.storage import Renewals, Tariffs


async def read_as_known(
    policy: Policy, versions: Sequence[ContractVersion], work: Work, *, known_at: datetime
) -> Policy:
    """In the term that ran then; what was learnt since is not in it."""
    turns = await Renewals(work).agreed(policy)
    then = as_known(policy, versions, turns, known_at=known_at)
    same_term = then.term_number == policy.term_number
    mode, premium = then.original.payment_mode, then.premium
    if not same_term and premium == then.original.premium and mode is not PaymentMode.YEARLY:
        then.premium += surcharge(premium, Tariffs().listed(then).surcharge_rate(mode))
    known = of_its_term(then, known_stretches(versions, known_at=known_at))
    now = of_its_term(then, known_stretches(versions, known_at=work.now))
    if same_term and known == now:
        not_yet = policy.refund if then.refund is None else None
        return replace(then, billed=policy.billed + not_yet) if not_yet else then
    if all(is_as_sold(one.agreed, then.original) for one in known):
        return replace(then, billed=then.premium)
    reckoned = bill(known, billed=then.premium, surcharge=Tariffs().of(then).surcharge_rate)
    return replace(then, billed=reckoned.total)
