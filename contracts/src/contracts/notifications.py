"""What notifications tells the rest of the company: whether a notice was served."""

from datetime import datetime
from uuid import UUID

from chassis.events import Event


class NoticeServed(Event, name="notifications.notice-served.v1", subject="notice_id"):
    """The mail that carries the notice was taken by the customer's mail server."""

    notice_id: UUID
    customer_id: UUID
    delivery_id: UUID
    served_at: datetime


class NoticeBounced(Event, name="notifications.notice-bounced.v1", subject="notice_id"):
    """The notice could not be served: no address, refused for good, or tried too often."""

    notice_id: UUID
    customer_id: UUID
    delivery_id: UUID
    why: str
    bounced_at: datetime
