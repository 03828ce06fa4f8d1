"""Announcements over HTTP: anybody reads what is in force; agents and ops write."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field
from sqlalchemy import Select

from chassis.identity import Principal, allow
from chassis.web import (
    Body,
    CurrentWork,
    IfMatch,
    Instant,
    Line,
    Page,
    PageRequest,
    Routes,
    Text,
    etag,
)
from chassis.work import Work
from contracts.insured import Language
from contracts.roles import Role
from policy.domain.announcement import Announcement, Audience, Kind, Words
from policy.storage import Announcements
from policy.use_cases.publish_announcement import PublishAnnouncement, publish_announcement
from policy.use_cases.withdraw_announcement import WithdrawAnnouncement, withdraw_announcement

routes = Routes(prefix="/announcements", tags=["announcements"])

Speaker = Annotated[Principal, allow(Role.AGENT, Role.OPS)]


class WordsBody(Body):
    """What it says in one language."""

    title: Line = Field(examples=["Open day"])
    text: Text = Field(examples=["Come and see how we work."])

    def as_words(self) -> Words:
        """The same in the words of the domain."""
        return Words(self.title, self.text)


class NewAnnouncement(Body):
    """What to tell whom, in three languages, from when to when."""

    kind: Kind = Field(examples=["news"])
    audience: Audience = Field(examples=["everybody"])
    en: WordsBody
    es: WordsBody
    zh: WordsBody
    valid_from: Instant | None = Field(default=None, description="From now, where none is named.")
    valid_until: Instant = Field(description="The instant it is over.")


class AnnouncementView(BaseModel):
    """An announcement, in each language we serve customers in."""

    id: UUID
    kind: Kind
    audience: Audience
    words: dict[Language, Words]
    valid_from: datetime
    valid_until: datetime
    published_at: datetime
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, announcement: Announcement) -> Self:
        """Show it."""
        return cls(**{name: getattr(announcement, name) for name in cls.model_fields})


@routes.get("", summary="List what is announced now, newest first")
async def get_announcements(
    page: PageRequest,
    work: CurrentWork,
    kind: Kind | None = None,
    audience: Audience | None = None,
) -> Page[AnnouncementView]:
    """What is in force and for the public."""
    wanted = Announcements(work).in_public(kind=kind, audience=audience, now=work.now)
    return await _page(wanted, page, work)


@routes.get("/archive", summary="List every announcement, newest first")
async def get_announcement_archive(
    me: Speaker,
    page: PageRequest,
    work: CurrentWork,
    kind: Kind | None = None,
    audience: Audience | None = None,
) -> Page[AnnouncementView]:
    """Also what is to come, over, withdrawn, or for our own people."""
    return await _page(Announcements(work).matching(kind=kind, audience=audience), page, work)


@routes.post("", status_code=201, summary="Announce something")
async def post_announcement(
    body: NewAnnouncement, me: Speaker, work: CurrentWork, response: Response
) -> AnnouncementView:
    """In force from `valid_from` until `valid_until`."""
    order = PublishAnnouncement(
        kind=body.kind,
        audience=body.audience,
        words={language: getattr(body, language.value).as_words() for language in Language},
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        by=me.subject,
    )
    announcement = await publish_announcement(order, work)
    response.headers["Location"] = f"{routes.prefix}/{announcement.id}"
    return await _shown(announcement, work, response)


@routes.get("/{announcement_id}", summary="Read an announcement, whatever became of it")
async def get_announcement(
    announcement_id: UUID, me: Speaker, work: CurrentWork, response: Response
) -> AnnouncementView:
    """For those who write them; the public reads the list."""
    return await _shown(await Announcements(work).get(announcement_id), work, response)


@routes.put("/{announcement_id}/withdrawal", summary="Take an announcement back")
async def put_announcement_withdrawal(
    announcement_id: UUID, me: Speaker, version: IfMatch, work: CurrentWork, response: Response
) -> AnnouncementView:
    """Nobody sees it any more but in the archive."""
    order = WithdrawAnnouncement(announcement_id=announcement_id, version=version, by=me.subject)
    return await _shown(await withdraw_announcement(order, work), work, response)


async def _page(wanted: Select[Any], page: PageRequest, work: Work) -> Page[AnnouncementView]:
    items, following = await page.fetch(
        work.session, wanted, key=Announcements.key, descending=True
    )
    return Page(items=[AnnouncementView.of(item) for item in items], next=following)


async def _shown(announcement: Announcement, work: Work, response: Response) -> AnnouncementView:
    await work.session.flush()
    etag(response, announcement.version)
    return AnnouncementView.of(announcement)
