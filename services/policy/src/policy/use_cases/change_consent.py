"""Somebody allows us something, or takes it back."""

from dataclasses import dataclass
from uuid import UUID

from chassis.identity import Principal
from chassis.work import Work, check_version
from policy.domain.prospect import Prospect, Purpose
from policy.storage import Prospects


@dataclass(frozen=True, kw_only=True)
class ChangeConsent:
    """Which purpose, yes or no, and how it was said."""

    prospect_id: UUID
    version: int
    purpose: Purpose
    granted: bool
    how: str
    by: Principal


async def change_consent(order: ChangeConsent, work: Work) -> Prospect:
    """Keep the new word beside the old ones."""
    prospect = await Prospects(work).get(order.prospect_id, asked_by=order.by)
    check_version(prospect.version, order.version)
    event = prospect.consent(order.purpose, granted=order.granted, how=order.how, at=work.now)
    if event is not None:
        work.publish(event)
    return prospect
