"""What befalls a contract befalls its account, in the same work: charged, given back, closed.

The contract says how much premium, net; taxes and levies follow by days at the rates of the sale.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from chassis.money import Money
from chassis.work import Work
from policy.domain.contract.levied import levied
from policy.domain.contract.picture import Stretch, off_risk_since
from policy.domain.contract.refund import refund
from policy.domain.money.account import Standing
from policy.domain.money.invoice import COMEBACK
from policy.domain.money.line import PREMIUM, Line
from policy.domain.money.plan import due_days, spread
from policy.domain.period import local_day
from policy.domain.policy import Policy
from policy.storage import Tariffs
from policy.storage.money.accounts import Accounts
from policy.storage.money.rules import collection_rules
from policy.use_cases.money.bill_premium import BillPremium, bill_premium
from policy.use_cases.money.close_account import CloseAccount, close_account
from policy.use_cases.money.refund_premium import RefundPremium, refund_premium
from policy.use_cases.money.replan_account import ReplanAccount, replan_account


async def charge_endorsement(
    policy: Policy,
    before: Sequence[Stretch],
    after: Sequence[Stretch],
    *,
    lines: Sequence[Line],
    effective_on: date,
    work: Work,
) -> None:
    """Ask for the additional premium, or give back what is less; heed another way to pay."""
    today = local_day(work.now, policy.time_zone)
    mode = after[-1].agreed.payment_mode
    if mode is not before[-1].agreed.payment_mode:
        await replan_account(
            ReplanAccount(policy_id=policy.id, payment_mode=mode, since=max(today, effective_on)),
            work,
        )
    more = tuple(line for line in lines if line.amount.amount > 0)
    if more:
        due_on = max(effective_on, _soonest(today))
        await bill_premium(
            BillPremium(policy_id=policy.id, lines=more, reason="endorsement", due_on=due_on), work
        )
    less = [line for line in lines if line.amount.amount < 0]
    await _take_off(policy, less, "endorsement", effective_on, work)


async def give_all_back(policy: Policy, work: Work) -> Money:
    """The customer thought again: as if never made, taxes included. How much that is."""
    account = await Accounts(work).by_id(policy.id)
    less = [_negative(line) for line in account.lines if line.amount.amount > 0]
    back = await _take_off(policy, less, "withdrawal", policy.starts_on, work)
    await _close(policy, Standing.CANCELLED, policy.starts_on, work)
    return back


async def give_back_unearned(
    policy: Policy, stretches: Sequence[Stretch], net: Money, *, ends_on: date, work: Work
) -> Money:
    """The contract ends before its time: `net` goes back, and its taxes in proportion.

    What is not taken on the premium, such as a surcharge on sums insured, goes back for the days
    left, as it does where there is less cover (decision 0206). How much all of it is.
    """
    back, left = net, levied(stretches, Tariffs().of(policy).levies, since=ends_on)
    by_days = {name: line.amount for name, line in left.items()}
    if net or any(by_days.values()):
        order = RefundPremium(
            policy_id=policy.id,
            amount=net,
            by_days=by_days,
            reason="cancellation",
            since=ends_on,
        )
        back = await refund_premium(order, work)
    await _close(policy, Standing.CANCELLED, ends_on, work)
    return back


async def stop_charging(policy: Policy, stretches: Sequence[Stretch], work: Work) -> None:
    """Lapsed: the days of grace are owed, nothing is asked for the days without cover."""
    off_risk = local_day(off_risk_since(policy.facts) or policy.ends_at, policy.time_zone)
    net = _after(policy, stretches, off_risk)
    levies = levied(stretches, Tariffs().of(policy).levies, since=off_risk)
    less = [_negative(line) for line in (Line(id=PREMIUM, amount=net), *levies.values())]
    await _take_off(policy, less, "lapse", off_risk, work)
    await _close(policy, Standing.LAPSED, off_risk, work)


async def await_arrears(policy: Policy, work: Work) -> None:
    """It will be reinstated once it is paid: money settles what is owed again."""
    account = await Accounts(work).by_id(policy.id)
    if account.standing is Standing.LAPSED:
        await _close(policy, Standing.OPEN, account.ends_on, work)


async def charge_again(
    policy: Policy, stretches: Sequence[Stretch], *, back_on: date, work: Work
) -> None:
    """Cover is back after a lapse: the days left are charged, the gap is not."""
    await _close(policy, Standing.OPEN, policy.term_ends_on, work, back_on=back_on)
    net = _after(policy, stretches, back_on)
    levies = levied(stretches, Tariffs().of(policy).levies, since=back_on)
    lines = [line for line in (Line(id=PREMIUM, amount=net), *levies.values()) if line.amount]
    if not lines:  # no day is left
        return
    mode = stretches[-1].agreed.payment_mode
    first = _soonest(local_day(work.now, policy.time_zone))
    later = [day for day in due_days(policy.starts_on, policy.term_ends_on, mode) if day > first]
    ends = [*later, policy.term_ends_on]
    for (due_on, part), covers in zip(
        spread(lines, [first, *later]), pairwise([back_on, *ends]), strict=True
    ):
        order = BillPremium(
            policy_id=policy.id, lines=part, reason=COMEBACK, due_on=due_on, covers=covers
        )
        await bill_premium(order, work)


def _after(policy: Policy, stretches: Sequence[Stretch], day: date) -> Money:
    surcharge = Tariffs().of(policy).surcharge_rate
    reckoned = refund(stretches, ends_on=day, billed=policy.billed, surcharge=surcharge)
    return reckoned.unearned


async def _take_off(
    policy: Policy, less: Sequence[Line], reason: str, since: date, work: Work
) -> Money:
    back = {line.id: Money.zero(line.amount.currency) - line.amount for line in less}
    nothing = Money.zero(policy.premium.currency)
    if not any(back.values()):
        return nothing
    net = back.pop(PREMIUM, nothing)
    order = RefundPremium(policy_id=policy.id, amount=net, levies=back, reason=reason, since=since)
    return await refund_premium(order, work)


async def _close(
    policy: Policy, standing: Standing, ends_on: date, work: Work, *, back_on: date | None = None
) -> None:
    order = CloseAccount(policy_id=policy.id, standing=standing, ends_on=ends_on, back_on=back_on)
    await close_account(order, work)


def _soonest(today: date) -> date:
    """Nobody is asked to pay sooner than an invoice usually goes out ahead."""
    return today + timedelta(days=collection_rules().issue_days_before)


def _negative(line: Line) -> Line:
    return Line(id=line.id, amount=Money.zero(line.amount.currency) - line.amount)
