"""How long terms are held, and when an application that nobody goes on with is closed."""

from datetime import datetime, timedelta
from typing import Final

from chassis.errors import Conflict
from policy.domain.application import Application, Status
from policy.domain.sale.audit import ENGINE

_WAITS: Final = (Status.NEGOTIATING, Status.POSTPONED, Status.ACCEPTED)
"""Where an application stands still unless the customer, or we, go on with it."""
_UNDER_WAY: Final = (
    Status.SUBMITTED, Status.UNDERWRITING, Status.INVOICED, Status.SETTLED, Status.SIGNED,
)  # fmt: skip


class TermsTooOld(Conflict, code="terms-too-old"):
    """The price is held no longer, or the product is sold in this version no more."""


def held_until(application: Application, *, days: int) -> datetime:
    """Until when the price of what lies on the table is held."""
    return application.proposal.price_at + timedelta(days=days)


def must_be_held(application: Application, *, days: int, is_sold: bool, at: datetime) -> None:
    """Refuse to go on with terms that were priced too long ago, or are not sold any more."""
    until = held_until(application, days=days)
    if at > until:
        raise TermsTooOld(f"these terms were held until {until:%Y-%m-%d}: take another quote")
    if not is_sold:
        raise TermsTooOld("it is not sold in this version any more: take another quote")


def look_again(application: Application, *, days: int, at: datetime) -> datetime | None:
    """Close it when nothing has happened for so long. Else when to look again; None: never."""
    if application.status in _UNDER_WAY:
        return at + timedelta(days=days)
    if application.status not in _WAITS:
        return None
    until = application.steps[-1].at + timedelta(days=days)
    if at < until:
        return until
    application.move_to(
        Status.WITHDRAWN, by=ENGINE, at=at, note=f"nobody went on with it for {days} days"
    )
    return None
