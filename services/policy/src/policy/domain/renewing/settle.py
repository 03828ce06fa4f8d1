"""What a renewal comes to on the eve of the last day: a next term, on which terms, or none.

No cover ends and no price rises without the customer having been told: where a notice was not
served, the terms stand that the customer knows, or a person sees to it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from policy.domain.period import midnight
from policy.domain.renewing.notices import Silence
from policy.domain.renewing.reasons import Why
from policy.domain.renewing.renewal import How, Renewal, RenewalStatus, Settled
from policy.domain.renewing.rules import RenewalLaw

A_DAY: Final = timedelta(days=1)
_LATE: Final = timedelta(days=7)
Task = Literal["renewal_notice_not_served", "old_terms_stand", "renewal_unanswered"]


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """`how` it is renewed, or None: it ends. `task`: a person should know."""

    how: How | None
    why: Why
    task: Task | None = None
    untold: bool = False
    """Whether we have no evidence that they were told before, as they should have been."""


def settles_at(renewal: Renewal, time_zone: str) -> datetime:
    """The eve: a day before the term ends it is settled, so that no instant is without cover.

    What was opened, or had to be reminded of, so late that less than a day would be left to answer
    stays open until the end.
    """
    eve, end = (midnight(renewal.starts_on - back, time_zone) for back in (A_DAY, timedelta()))
    reminded_at = renewal.notices[-1].reminded_at if renewal.notices else None
    in_time = renewal.opened_at + A_DAY <= eve and (
        reminded_at is None or reminded_at + A_DAY <= eve
    )
    return eve if in_time else end


def needs_answer(renewal: Renewal) -> bool:
    """Whether the customer must say yes: the product asks, or it is too much to pass in silence."""
    compared = renewal.compared
    if compared is None or not renewal.automatic:
        return True
    return bool(compared.changed) or compared.rise_rate > Decimal(renewal.most_rise)


def silence_of(renewal: Renewal, law: RenewalLaw, *, at: datetime, read: bool = False) -> Silence:
    """What follows if nothing is said to the offer, by what was served until now.

    While its notice can still be served in time, that is expected. `read`: to whoever reads the
    offer itself, which reached them by that.
    """
    told = renewal.was_told("offer", in_time=False) or read
    in_time = renewal.was_told("offer", in_time=True) or renewal.may_arrive_in_time(at)
    how = _unanswered(renewal, law, told=told or in_time, in_time=in_time).how
    if how is None:
        return "ends"
    return "by_terms" if how == "by_terms" else "old_terms"


def to_remind(renewal: Renewal, law: RenewalLaw, *, at: datetime) -> Silence | None:
    """What is said to who must answer and has not: what silence comes to. None: nobody must."""
    if renewal.status is not RenewalStatus.OFFERED:
        return None
    silence = silence_of(renewal, law, at=at)
    if silence == "by_terms" or not (needs_answer(renewal) or silence == "ends"):
        return None
    return silence


def goes_on(renewal: Renewal, law: RenewalLaw, *, at: datetime) -> bool:
    """Whether a next term follows, unless something else is said or served."""
    match renewal.status:
        case RenewalStatus.ACCEPTED | RenewalStatus.RENEWED:
            return True
        case RenewalStatus.OFFERED:
            return silence_of(renewal, law, at=at) != "ends"
        case RenewalStatus.NOT_OFFERED:
            expected = renewal.may_arrive_in_time(at)
            return not expected and settlement(renewal, law).how is not None
        case _:
            return False


def settlement(renewal: Renewal, law: RenewalLaw) -> Settlement:
    """By what was answered, by what was served, and by the law."""
    match renewal.status:
        case RenewalStatus.ACCEPTED:
            return Settlement(how="accepted", why=Why.ACCEPTED)
        case RenewalStatus.DECLINED:
            return Settlement(how=None, why=Why.DECLINED)
        case RenewalStatus.NOT_OFFERED:
            return _not_offered(renewal, law)
        case RenewalStatus.PLANNED:
            return _never_offered(renewal, law)
        case _:
            told = renewal.was_told("offer", in_time=False)
            in_time = renewal.was_told("offer", in_time=True)
            return _unanswered(renewal, law, told=told, in_time=in_time)


def as_reminded(found: Settlement, renewal: Renewal, *, reminds_at: datetime) -> Settlement:
    """The same, and what a person should know where a reminder came late or never (0212)."""
    last = renewal.notices[-1] if renewal.notices else None
    if renewal.status is not RenewalStatus.OFFERED or found.how == "by_terms" or last is None:
        return found
    if last.said_at >= reminds_at or not (found.how is None or needs_answer(renewal)):
        return found
    late = last.reminded_at is None or last.reminded_at >= reminds_at + _LATE
    return replace(
        found,
        task=found.task or ("renewal_unanswered" if late else None),
        untold=found.untold or last.reminded_at is None,
    )


def was_untold(renewal: Renewal, *, reminds_at: datetime) -> bool:
    """Whether one that ended without a word of theirs ended without a word of ours as well."""
    if renewal.status is not RenewalStatus.ENDED or renewal.answered_at is not None:
        return False
    last = renewal.notices[-1] if renewal.notices else None
    if last is None or not renewal.was_told(last.kind, in_time=False):
        return True
    asked = last.kind == "offer" and last.said_at < reminds_at
    return asked and last.reminded_at is None


def agreed_so_far(
    renewal: Renewal, law: RenewalLaw, *, opposed_until: datetime, at: datetime
) -> Settled | None:
    """The terms that hold for the next term unless others are agreed; None while it may not come.

    They do once the customer said yes to the offer; where silence renews, once the last instant is
    gone by in which she could say no, and what was offered stands. Terms that would only hold for
    want of evidence are not agreed before the eve.
    """
    if renewal.settled is not None or renewal.status not in _STANDS:
        return renewal.settled
    found = settlement(renewal, law)
    if found.how == "accepted" or (found.how == "by_terms" and at >= opposed_until):
        return Settled(how=found.how, terms=renewal.must_be.next, why=found.why)
    return None


_STANDS: Final = {RenewalStatus.OFFERED, RenewalStatus.ACCEPTED}


def _not_offered(renewal: Renewal, law: RenewalLaw) -> Settlement:
    if renewal.was_told("non_renewal", in_time=True):
        return Settlement(how=None, why=Why.NOT_RENEWED)
    late = Why.NON_RENEWAL_LATE
    told = renewal.was_told("non_renewal", in_time=False)
    if law.late_non_renewal == "old_terms" or (renewal.automatic and not told):
        return Settlement(how="old_terms", why=late, task="old_terms_stand", untold=not told)
    return Settlement(how=None, why=late, task="renewal_notice_not_served", untold=not told)


def _never_offered(renewal: Renewal, law: RenewalLaw) -> Settlement:
    never = Why.NEVER_OFFERED
    if renewal.automatic or law.late_non_renewal == "old_terms":
        return Settlement(how="old_terms", why=never, task="old_terms_stand", untold=True)
    return Settlement(how=None, why=never, task="renewal_notice_not_served", untold=True)


def _unanswered(renewal: Renewal, law: RenewalLaw, *, told: bool, in_time: bool) -> Settlement:
    missing: Task | None = None if told else "renewal_notice_not_served"
    if not renewal.automatic:
        if told and not in_time:  # who had little time to answer hears from a person
            missing = "renewal_unanswered"
        return Settlement(how=None, why=Why.NOT_ACCEPTED, task=missing, untold=not told)
    if not renewal.must_be.is_worse:
        return Settlement(how="by_terms", why=Why.BY_TERMS, task=missing, untold=not told)
    if not in_time:
        late = Why.OFFER_LATE
        if law.late_change == "old_terms" or not told:
            return Settlement(how="old_terms", why=late, task="old_terms_stand", untold=not told)
        return _silent(renewal, law, late)
    if needs_answer(renewal):
        return _silent(renewal, law, Why.UNANSWERED)
    return Settlement(how="by_terms", why=Why.BY_TERMS)


def _silent(renewal: Renewal, law: RenewalLaw, why: Why) -> Settlement:
    if law.silence == "old_terms" or renewal.notices[-1].reminded_of == "old_terms":
        return Settlement(how="old_terms", why=why, task="old_terms_stand")
    return Settlement(how=None, why=why, task="renewal_unanswered")
