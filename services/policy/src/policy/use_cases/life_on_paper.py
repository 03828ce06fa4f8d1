"""What the schedule of a life contract says of its people and of suicide is gathered."""

from datetime import date

from chassis.work import Work
from contracts.insured import Language
from policy.domain.application import Application
from policy.domain.contract.picture import Happening
from policy.domain.customer import Customer
from policy.domain.period import local_day
from policy.domain.policy import Policy
from policy.domain.pricing.instalments import months_after
from policy.letters import Life
from policy.storage import Applications
from policy.storage.suicide import SuicidePeriod, suicide_period

_DESIGNATION = "beneficiary"
"""The kind of the paper that says who is to be paid."""


async def life_on_paper(
    policy: Policy, customer: Customer, language: Language, work: Work
) -> Life | None:
    """None for what is no life contract."""
    if policy.line != "life":
        return None
    sold = await Applications(work).of_policy(policy.id)
    own = policy.original.answers.get("insured_is_holder") is not False
    period = suicide_period(policy.jurisdiction)
    return Life(
        insured=customer.name if own else None,
        designated_on=_designated_on(sold, policy.time_zone),
        uncovered_before=_uncovered_before(policy, period) if period else None,
        since=period.since.said(language) if period else "",
        law=period.law.said(language) if period else "",
    )


def _designated_on(sold: Application | None, zone: str) -> date | None:
    papers = [] if sold is None else [one for one in sold.papers if one.kind == _DESIGNATION]
    return local_day(max(one.at for one in papers), zone) if papers else None


def _uncovered_before(policy: Policy, period: SuicidePeriod) -> date:
    """A book brought in was made before we wrote it down: then its first day counts."""
    zone = policy.time_zone
    made = min(local_day(policy.issued_at, zone), policy.starts_on)
    back = [one.at for one in policy.facts if one.what is Happening.REINSTATED]
    if period.restarts and back:
        made = max(made, local_day(max(back), zone))
    return months_after(made, 12 * period.years)
