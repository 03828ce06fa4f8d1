"""A next term by itself, without a database: its terms, its notices, and what was served."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from chassis.ids import new_id
from chassis.money import Money
from policy.domain.period import a_year_after
from policy.domain.policy import Policy
from policy.domain.renewing.notices import NoticeKind, RenewalNotice
from policy.domain.renewing.proposal import Comparison, Proposal, WalkStep
from policy.domain.renewing.renewal import Renewal
from policy.examples import MARIA, NOW, POLICY, a_policy
from policy.storage import HouseBook

IN_TIME, LIMIT, LATE = (datetime(2027, 1, day, tzinfo=UTC) for day in (5, 29, 31))
SPAIN = HouseBook().renewal_law("ES", "home")
OURS = HouseBook().renewal_law("UK", "home")


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def terms(premium: str) -> Proposal:
    policy = a_policy()
    [cover] = policy.original.covers
    agreed = replace(policy.original, covers=(replace(cover, premium=usd(premium)),))
    return Proposal(product_version="1.0", agreed=agreed, net=usd(premium))


def compared(this: str = "105.00", *, changed: tuple[str, ...] = ()) -> Comparison:
    last, following = terms("100.00"), terms(this)
    rise = following.net - last.net
    step = WalkStep(reason="all", words={}, factor=Decimal(1), change=rise, level=following.net)
    return Comparison(
        last=last, next=following, steps=(step,), new_business=following.net, changed=changed
    )


def a_notice(
    kind: NoticeKind = "offer", served_at: datetime | None = None, rise: str | None = None
) -> RenewalNotice:
    return RenewalNotice(
        id=new_id(),
        kind=kind,
        rule="ES-22-CHANGE",
        said_at=NOW,
        in_time_until=LIMIT,
        rise=None if rise is None else usd(rise),
        served_at=served_at,
    )


def a_renewal(*, automatic: bool = True, policy: Policy | None = None) -> Renewal:
    of = policy or a_policy()
    return Renewal(
        id=new_id(),
        policy_id=POLICY,
        customer_id=MARIA,
        term=of.term_number + 1,
        starts_on=of.ends_on,
        ends_on=a_year_after(of.ends_on),
        law="es",
        automatic=automatic,
        most_rise="0.10",
        opened_at=NOW,
    )


def offered(
    this: str = "105.00",
    *,
    served_at: datetime | None = IN_TIME,
    automatic: bool = True,
    changed: tuple[str, ...] = (),
) -> Renewal:
    renewal, comparison = a_renewal(automatic=automatic), compared(this, changed=changed)
    renewal.offer(comparison, a_notice("offer", served_at, str(comparison.rise.amount)))
    return renewal
