"""What we must tell the customer of a next term, and the evidence of what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis.money import Money

NoticeKind = Literal["offer", "non_renewal"]
Silence = Literal["by_terms", "old_terms", "ends"]
"""What follows an offer that nobody answers: its terms, those the contract has, or its end."""


@dataclass(frozen=True, kw_only=True)
class RenewalNotice:
    """What we had to tell the customer, by when, and the evidence of what became of it."""

    id: UUID
    kind: NoticeKind
    rule: str
    said_at: datetime
    in_time_until: datetime
    rise: Money | None = None
    """The rise it told of: a lower one was told with it."""
    served_at: datetime | None = None
    bounced_at: datetime | None = None
    why: str | None = None
    missed_at: datetime | None = None
    """When it was found that it had not been served in time."""
    reminded_at: datetime | None = None
    reminded_of: Silence | None = None
    """What the reminder of this offer said of silence: that holds."""

    def is_to_be_reminded_of(self, since: datetime, *, at: datetime) -> bool:
        """Whether the reminder's day has come; an offer made after it is its own reminder."""
        return self.said_at < since <= at and self.reminded_at is None


def were_served(
    notices: Iterable[RenewalNotice], kind: NoticeKind, *, rise: Money | None, in_time: bool
) -> bool:
    """Whether one of this kind was, which told of at least this rise."""
    return any(
        one.kind == kind
        and one.served_at is not None
        and (rise is None or one.rise is None or one.rise >= rise)
        and (not in_time or one.served_at <= one.in_time_until)
        for one in notices
    )


def went_by(
    notices: Iterable[RenewalNotice], kind: NoticeKind, *, at: datetime
) -> list[RenewalNotice]:
    """Those whose time is over without evidence, which nobody noticed yet.

    What was said when its time was over already could not be served in time by anybody.
    """
    return [
        one
        for one in notices
        if one.kind == kind
        and one.said_at < one.in_time_until <= at
        and one.served_at is one.missed_at is None
    ]
