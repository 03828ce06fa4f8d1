"""The one alarm of a renewal, set to what comes next: a notice's last day, a reminder, the eve."""

from datetime import datetime, timedelta
from typing import Final

from chassis.work import Work
from policy.domain.policy import Policy, Status
from policy.domain.renewing.notices import Silence
from policy.domain.renewing.refusing import refusable_until
from policy.domain.renewing.renewal import Renewal
from policy.domain.renewing.settle import settles_at, to_remind
from policy.storage import HouseBook

RENEWAL_STEP: Final = "renewal-step"


def watch_renewal(renewal: Renewal, policy: Policy, work: Work) -> None:
    """Have the next step ring, at once what is due already; none is left once it is settled."""
    if not renewal.is_open:
        work.cancel_alarm(RENEWAL_STEP, renewal.id)
        return
    eve = eve_of(renewal, policy)
    steps = [reminds_at(renewal, policy), *(one.in_time_until for one in renewal.notices)]
    to_come = [one for one in steps if work.now < one < eve]
    if policy.status is Status.ISSUED and (
        renewal.missed(work.now) or reminder(renewal, policy, work) is not None
    ):
        to_come = [work.now]
    work.set_alarm(RENEWAL_STEP, renewal.id, at=min([*to_come, max(eve, work.now)]))


def reminder(renewal: Renewal, policy: Policy, work: Work) -> Silence | None:
    """What is to be said now to who must answer and has not; None where nothing is, or was."""
    day = reminds_at(renewal, policy)
    if not (renewal.notices and renewal.notices[-1].is_to_be_reminded_of(day, at=work.now)):
        return None
    law = HouseBook().renewal_law(policy.jurisdiction, policy.line)
    return to_remind(renewal, law, at=work.now)


def eve_of(renewal: Renewal, policy: Policy) -> datetime:
    """When it is settled, by the clock of the insured place."""
    return settles_at(renewal, policy.time_zone)


def refusal_until(renewal: Renewal, policy: Policy, work: Work, *, read: bool = False) -> datetime:
    """Until when a no is the customer's right, by law, wording and house."""
    house = HouseBook()
    return refusable_until(
        renewal,
        policy,
        rules=house.renewal(),
        law=house.renewal_law(policy.jurisdiction, policy.line),
        library=house.law(policy.time_zone),
        at=work.now,
        read=read,
    )


def reminds_at(renewal: Renewal, policy: Policy) -> datetime:
    """When who must answer and has not is reminded."""
    return eve_of(renewal, policy) - timedelta(days=HouseBook().renewal().reminder_days)
