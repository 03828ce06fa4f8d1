"""A contract ends before its time, from a day on, by either side."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from contracts.roles import Role
from policy.domain.contract.picture import off_risk_since
from policy.domain.contract.refund import refund
from policy.domain.contract.rules import HouseRules
from policy.domain.contract.wish import Wish
from policy.domain.document import DocumentKind
from policy.domain.period import local_day
from policy.domain.policy import Policy, Status
from policy.domain.preservation.cancel import Ending, Side, cancel, must_be_possible
from policy.domain.preservation.notice import soonest_end
from policy.storage import HouseBook, Policies, Tariffs, Versions
from policy.use_cases.close_arrears import close_arrears
from policy.use_cases.hear_wish import hear_wish
from policy.use_cases.money.follow_contract import give_back_unearned
from policy.use_cases.renewing.close_renewal import close_renewal
from policy.use_cases.want_document import want_document
from statutes import Entry


@dataclass(frozen=True, kw_only=True)
class CancelPolicy:
    """The order to end cover at the beginning of `ends_on`."""

    policy_id: UUID
    version: int
    ends_on: date
    reason: str
    wish: Wish | None = None
    """How the customer's wish came, where an agent speaks for her."""
    by: Principal

    @property
    def side(self) -> Side:
        """Who ends it: an underwriter speaks for us, anybody else for the customer."""
        return "insurer" if Role.UNDERWRITER in self.by.roles else "customer"


async def cancel_policy(order: CancelPolicy, work: Work) -> Policy:
    """End it, and give back what was not earned."""
    policy = await Policies(work).get(order.policy_id, asked_by=order.by)
    check_version(policy.version, order.version)
    hear_wish(order.wish, policy, by=order.by, underwriter="insurer", work=work)
    rules = HouseBook().rules()
    ending = Ending(
        ends_on=order.ends_on,
        reason=order.reason,
        side=order.side,
        by=order.by.subject,
        wish=order.wish,
        soonest=_our_soonest(policy, work) if order.side == "insurer" else None,
    )
    must_be_possible(policy, ending, at=work.now)
    stretches, earned_until = await Versions(work).stretches(policy), _earned_until(policy, order)
    given_back = refund(
        stretches,
        ends_on=earned_until,
        billed=policy.billed,
        surcharge=Tariffs().of(policy).surcharge_rate,
        keeps=_short_rate(policy, order.side, rules),
    )
    # The contract first, then its account: locks are taken in that order (decision 0165).
    told = cancel(policy, stretches, ending, at=work.now, given_back=given_back)
    net = given_back.refunded
    back = await give_back_unearned(policy, stretches, net, ends_on=earned_until, work=work)
    work.publish(told.model_copy(update={"given_back": back}))
    await close_arrears(policy, work)
    want_document(DocumentKind.ENDING, policy.id, work)
    await close_renewal(policy, work)
    return policy


def _earned_until(policy: Policy, order: CancelPolicy) -> date:
    """Nothing is earned while cover rests (VVG 39(1): only the part for the time with cover)."""
    since = off_risk_since(policy.facts) if policy.status is Status.SUSPENDED else None
    rests_on = None if since is None else local_day(since, policy.time_zone)
    return order.ends_on if rests_on is None else min(order.ends_on, rests_on)


def _our_soonest(policy: Policy, work: Work) -> date:
    """What we promise everybody, and what the law asks of us."""
    house, laws = HouseBook(), tuple[Entry, ...]()
    if policy.jurisdiction in house.law().packs:
        laws = house.law().promises_for(policy.jurisdiction, policy.line, "renewal", work.now)
    today = local_day(work.now, policy.time_zone)
    return soonest_end(today, laws, days=house.rules().insurer_notice_days)


def _short_rate(policy: Policy, side: Side, rules: HouseRules) -> Decimal | None:
    """What a short rate gives back, where the product has one and the law lets it (VVG 39, 42)."""
    short = policy.product in rules.short_rate_products
    allowed = policy.jurisdiction not in rules.no_short_rate
    return rules.short_rate_keeps if side == "customer" and short and allowed else None
