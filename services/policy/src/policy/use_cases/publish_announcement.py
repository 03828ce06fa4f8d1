"""We have something to tell: news or an activity, for an audience, for a time."""

from dataclasses import dataclass
from datetime import datetime

from chassis.ids import new_id
from chassis.work import Work
from contracts.insured import Language
from policy.domain.announcement import Announcement, Audience, Kind, Words
from policy.storage import Announcements


@dataclass(frozen=True, kw_only=True)
class PublishAnnouncement:
    """What to tell whom, from when to when; from now where no beginning is named."""

    kind: Kind
    audience: Audience
    words: dict[Language, Words]
    valid_from: datetime | None
    valid_until: datetime
    by: str


async def publish_announcement(order: PublishAnnouncement, work: Work) -> Announcement:
    """Publish it."""
    announcement = Announcement.publish(
        new_id(),
        kind=order.kind,
        audience=order.audience,
        words=order.words,
        valid_from=order.valid_from or work.now,
        valid_until=order.valid_until,
        by=order.by,
        at=work.now,
    )
    Announcements(work).add(announcement)
    return announcement
