"""Where it is kept what we remember of policies."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.work import Work
from claims.domain.cover import Cover
from claims.storage.tables import cancellations, cover_history
from contracts.policy import CoverPicture


class PolicyUnknown(NotFound, code="policy-unknown"):
    """Claims has not heard of this policy, or not yet."""


class Covers:
    """What we remember of policies."""

    def __init__(self, work: Work) -> None:
        self._session, self._now = work.session, work.now

    async def get(
        self, policy_id: UUID, *, asked_by: Principal | None = None, alone: bool = False
    ) -> Cover:
        """The cover, if whoever asks may see it; to a stranger there is none.

        `alone`: no other work takes a claim on this policy until this one is over.
        """
        lock = {"key_share": True} if alone else None
        cover = await self._session.get(Cover, policy_id, with_for_update=lock)
        if cover is None or not (asked_by is None or asked_by.sees(cover.customer_id)):
            raise PolicyUnknown(
                f"there is no policy {policy_id}", field="/policy_id", retry_after=1
            )
        return cover

    async def remember(self, cover: Cover) -> None:
        """Keep what policy issued; hearing it twice changes nothing."""
        await self._session.merge(cover)

    async def remember_cancellation(self, policy_id: UUID, ends_at: datetime) -> None:
        """Keep that cover ends early, whether or not we know of the cover yet."""
        row = {"policy_id": policy_id, "cover_ends_at": ends_at}
        await self._session.execute(insert(cancellations).values(row).on_conflict_do_nothing())

    async def remember_picture(self, picture: CoverPicture) -> None:
        """Keep a picture of cover under its revision; one without covers or gaps says nothing."""
        if not (picture.covers or picture.gaps):
            return
        row = picture.model_dump(include={"policy_id", "revision"})
        row |= {"covers": picture.covers, "gaps": picture.gaps, "heard_at": self._now}
        await self._session.execute(insert(cover_history).values(row).on_conflict_do_nothing())
