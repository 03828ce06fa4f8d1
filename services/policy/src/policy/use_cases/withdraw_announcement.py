"""An announcement is taken back before its time."""

from dataclasses import dataclass
from uuid import UUID

from chassis.work import Work, check_version
from policy.domain.announcement import Announcement
from policy.storage import Announcements


@dataclass(frozen=True, kw_only=True)
class WithdrawAnnouncement:
    """Which one, as last read."""

    announcement_id: UUID
    version: int
    by: str


async def withdraw_announcement(order: WithdrawAnnouncement, work: Work) -> Announcement:
    """Withdraw it."""
    announcement = await Announcements(work).get(order.announcement_id)
    check_version(announcement.version, order.version)
    announcement.withdraw(by=order.by, at=work.now)
    return announcement
