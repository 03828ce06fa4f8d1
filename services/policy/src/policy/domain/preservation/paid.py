"""Which premiums money has paid, by due day, and when: what cover comes back for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from chassis.money import Money
from policy.domain.money.account import Account
from policy.domain.money.invoice import NO_PREMIUM, Invoice, Status


@dataclass(frozen=True, kw_only=True)
class Paid:
    """Everything that was due on one day is paid, with money and nothing else."""

    at: datetime
    amount: Money


def paid_by_day(account: Account, *, now: datetime) -> dict[date, Paid]:
    """What is paid. What was written off, or taken off by a credit note, is not."""
    found: dict[date, Paid] = {}
    for day, asked in _asked(account).items():
        days = [one.paid_on for one in asked if one.paid_on is not None]
        if len(days) == len(asked):
            at = min(now, noon_of(max(days), account.time_zone))
            found[day] = Paid(at=at, amount=_settled(asked, account))
    return found


def given_up(account: Account) -> set[date]:
    """The due days of which finance has written something off."""
    return {one.due_on for one in account.invoices if one.status is Status.WRITTEN_OFF}


def paid_late(account: Account, *, before: date) -> Money:
    """What was paid after its day of all that was due before that day."""
    late = [
        one
        for day, asked in _asked(account).items()
        if day < before
        for one in asked
        if one.paid_on is None or one.paid_on > day
    ]
    return _settled(late, account)


def last_paid(paid: Mapping[date, Paid], *, before: date, now: datetime) -> datetime:
    """When the last of what was due before that day was paid."""
    return max((one.at for day, one in paid.items() if day < before), default=now)


def _asked(account: Account) -> dict[date, list[Invoice]]:
    found: dict[date, list[Invoice]] = {}
    for one in account.invoices:
        if one.kind not in NO_PREMIUM and one.status is not Status.CANCELLED:
            found.setdefault(one.due_on, []).append(one)
    return found


def _settled(invoices: list[Invoice], account: Account) -> Money:
    return sum((one.settled for one in invoices), Money.zero(account.currency))


def noon_of(day: date, time_zone: str) -> datetime:
    """Noon of the day stands for it."""
    return datetime.combine(day, time(12), tzinfo=ZoneInfo(time_zone))
