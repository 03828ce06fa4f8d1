"""The invoice, and what lets cover begin: the premium received, or credit granted."""

from datetime import date, datetime, timedelta

from chassis.errors import Conflict, Rejected
from chassis.money import Money
from policy.domain.application import Application, Means, Settlement, Status
from policy.domain.money.line import total
from policy.domain.money.plan import instalments
from policy.domain.period import local_day, midnight
from policy.domain.sale.sign import is_signed
from policy.domain.underwriting.authority import FourEyes
from policy.domain.underwriting.rules import Rulebook


class PremiumShort(Rejected, code="premium-short"):
    """The premium is received when all of the invoice is, in its currency."""


class NotPaidYet(Rejected, code="not-paid-yet"):
    """A premium is recorded when it is there."""


class PaidTooEarly(Rejected, code="paid-too-early"):
    """Nobody pays a premium before they have applied for anything."""


class NoCredit(Rejected, code="no-credit"):
    """Cover of this kind begins when the premium is there, not on credit."""


class BadDueDate(Rejected, code="bad-due-date"):
    """A payment is asked for on a day to come, and not long after cover began."""


class ConditionsNotAgreed(Conflict, code="conditions-not-agreed"):
    """The customer has not agreed to the conditions of our acceptance yet."""


def invoice(
    application: Application,
    *,
    due_on: date,
    today: date,
    credit_days: int,
    by: str,
    at: datetime,
) -> None:
    """Ask for the first payment: the year's, or the first instalment's share of it.

    It is due by the first day of cover, or so many days later as credit may be granted for.
    """
    if application.requirements and application.terms_agreed_at is None:
        raise ConditionsNotAgreed("the customer has yet to agree to our conditions")
    if due_on < today:
        raise BadDueDate("a payment is due on a day to come", field="/due_on")
    latest = max(application.offer.period.starts_on, today) + timedelta(days=credit_days)
    if due_on > latest:
        raise BadDueDate(f"the first premium is due by {latest}", field="/due_on")
    application.move_to(Status.INVOICED, by=by, at=at)
    offer = application.offer
    first = instalments(offer)[0]
    application.invoiced, application.invoice_due_on = total(first.lines, offer.currency), due_on


def receive_premium(
    application: Application,
    amount: Money,
    *,
    reference: str,
    by: str,
    at: datetime,
    by_hand: bool = True,
    means: Means | None = None,
    held: Money | None = None,
    paid_on: date | None = None,
) -> None:
    """All of the invoice is there; not `by_hand` when it lies in suspense, from our bank.

    `means` is how it came by hand, beside what is `held` of it. `paid_on` is the day it was there,
    which counts, when we write it down later.
    """
    application.must_be(Status.INVOICED)
    if by_hand and by == application.seller:
        raise FourEyes("you sold it: somebody else records its premium")
    asked = application.first_premium
    before = application.received or Money.zero(asked.currency)
    there = before + (held or Money.zero(asked.currency))
    if amount.currency != asked.currency or amount + there < asked:
        beside = f", {there} is held" if there else ""
        raise PremiumShort(f"{asked} is asked{beside}, {amount} came", field="/amount")
    zone = application.offer.period.time_zone
    if by_hand and paid_on is not None and midnight(paid_on, zone) > at:
        raise NotPaidYet("what was paid was paid by today", field="/paid_on")
    opened_on = local_day(application.opened_at, zone)
    if by_hand and paid_on is not None and paid_on < opened_on:
        raise PaidTooEarly(f"{application.number} was opened on {opened_on}", field="/paid_on")
    application.paid_on = paid_on
    if by_hand:
        application.means = means if not before or application.means == means else None
        application.received = before + amount
    since = f"{reference}, there on {paid_on}" if paid_on else reference
    _settle(application, "premium", reference=reference, note=since, by=by, at=at)


def grant_credit(
    application: Application, rules: Rulebook, *, reference: str, by: str, at: datetime
) -> None:
    """Let cover begin before the premium is there, where the product allows it."""
    application.must_be(Status.INVOICED)
    if not rules.credit:
        raise NoCredit(f"{application.product} does not begin on credit")
    if by == application.seller:
        raise FourEyes("you sold it: somebody else grants the credit")
    _settle(application, "credit", reference=reference, note=reference, by=by, at=at)


def lose_premium(
    application: Application, *, still: Money, note: str, by: str, at: datetime
) -> bool:
    """The bank took money back. With less than was asked for `still` held, it is asked for again.

    Whether it is. What was signed stays signed; what was granted on credit stays granted.
    """
    there = still + (application.received or Money.zero(still.currency))
    is_settled = application.status in {Status.SETTLED, Status.SIGNED}
    if not is_settled or application.settled_by != "premium" or there >= application.first_premium:
        return False
    application.move_to(Status.INVOICED, by=by, at=at, note=note)
    application.settled_by = application.settled_at = application.settlement_reference = None
    application.paid_on = None
    return True


def _settle(
    application: Application, how: Settlement, *, reference: str, note: str, by: str, at: datetime
) -> None:
    application.move_to(Status.SETTLED, by=by, at=at, note=f"{how} {note}")
    application.settled_by, application.settled_at = how, at
    application.settlement_reference = reference
    if is_signed(application):  # before the bank took the premium back
        application.move_to(Status.SIGNED, by=by, at=at)
