"""Somebody is given authority to decide, from one day to another."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.errors import Rejected
from chassis.ids import new_id
from chassis.work import Work
from policy.domain.underwriting.authority import Authority, FourEyes, Level
from policy.storage import Authorities


class BadDates(Rejected, code="bad-dates"):
    """Authority lasts from one day to a later one."""


@dataclass(frozen=True, kw_only=True)
class GrantAuthority:
    """Whom, how far, from when to the day before when, and whom they are related to."""

    holder: str
    level: Level
    from_on: date
    to_on: date
    related: list[UUID]
    by: str


async def grant_authority(order: GrantAuthority, work: Work) -> Authority:
    """Write it down; nobody gives it to themself."""
    if order.to_on <= order.from_on:
        raise BadDates("it ends after it begins", field="/to_on")
    if order.by == order.holder:
        raise FourEyes("nobody grants authority to themself")
    authority = Authority(
        id=new_id(),
        holder=order.holder,
        level=order.level,
        from_on=order.from_on,
        to_on=order.to_on,
        granted_by=order.by,
        related=order.related,
    )
    Authorities(work).add(authority)
    return authority
