"""What we tell the public: news and activities, for whom, from when to when.

    published ──► withdrawn

Between `valid_from` and `valid_until` it is in force, unless withdrawn: a question of the instant.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from chassis.errors import Conflict, NotFound, Rejected
from contracts.insured import Language


class Kind(StrEnum):
    """What it is."""

    NEWS = "news"
    ACTIVITY = "activity"


class Audience(StrEnum):
    """Whom it is meant for; anybody may read all but what is for our own people."""

    EVERYBODY = "everybody"
    HOUSEHOLDS = "households"
    BUSINESSES = "businesses"
    CUSTOMERS = "customers"
    STAFF = "staff"


class NoSuchAnnouncement(NotFound):
    """There is no such thing."""

    def __init__(self) -> None:
        super().__init__("there is no such announcement")


class NeverValid(Rejected, code="never-valid"):
    """An announcement ends after it begins, and has not ended yet."""


class AlreadyWithdrawn(Conflict, code="announcement-withdrawn"):
    """This announcement was withdrawn before."""


@dataclass(frozen=True)
class Words:
    """What it says in one language."""

    title: str
    text: str


@dataclass(eq=False, kw_only=True)
class Announcement:
    """One announcement, in every language we serve customers in."""

    id: UUID
    kind: Kind
    audience: Audience
    words: dict[Language, Words]
    valid_from: datetime
    valid_until: datetime
    published_by: str
    published_at: datetime
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None
    version: int = 1

    @classmethod
    def publish(
        cls,
        announcement_id: UUID,
        *,
        kind: Kind,
        audience: Audience,
        words: dict[Language, Words],
        valid_from: datetime,
        valid_until: datetime,
        by: str,
        at: datetime,
    ) -> Self:
        """Make it; it may lie in the future, never wholly in the past."""
        if valid_until <= max(valid_from, at):
            raise NeverValid("it would never be seen", field="/valid_until")
        return cls(
            id=announcement_id,
            kind=kind,
            audience=audience,
            words=words,
            valid_from=valid_from,
            valid_until=valid_until,
            published_by=by,
            published_at=at,
        )

    def withdraw(self, *, by: str, at: datetime) -> None:
        """Take it back before its time."""
        if self.withdrawn_at is not None:
            raise AlreadyWithdrawn(f"it was withdrawn at {self.withdrawn_at}")
        self.withdrawn_by, self.withdrawn_at = by, at
