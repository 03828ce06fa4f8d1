"""Authority over HTTP: who may decide how far, and from when to when."""

from datetime import date
from typing import Annotated, Final, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.identity import Principal, allow
from chassis.web import Body, CurrentWork, Day, Page, PageRequest, Routes, etag
from contracts.roles import Role
from policy.domain.underwriting.authority import Authority, Level
from policy.storage import Authorities
from policy.use_cases.grant_authority import GrantAuthority, grant_authority

routes = Routes(prefix="/authorities", tags=["authorities"])

Ops = Annotated[Principal, allow(Role.OPS)]
_ONLY: Final = 1
"""The version of a grant."""


class AuthorityBody(Body):
    """A grant; levels are 1 underwriter, 2 senior, 3 committee."""

    holder: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.@-]{1,64}$", examples=["vera"])]
    level: Annotated[int, Field(ge=1, le=3)]
    from_on: Day
    to_on: Day = Field(description="The first day without it.", examples=["2027-01-01"])
    related: Annotated[list[UUID], Field(max_length=100)] = Field(
        default_factory=list, description="Customers they are related to, themselves included."
    )


class AuthorityView(BaseModel):
    """A grant, as it is shown."""

    id: UUID
    holder: str
    level: int
    from_on: date
    to_on: date
    granted_by: str
    related: list[UUID]

    @classmethod
    def of(cls, authority: Authority) -> Self:
        """Show this grant."""
        return cls.model_validate(authority, from_attributes=True)


@routes.post("", status_code=201, summary="Grant authority to decide")
async def post_authority(
    body: AuthorityBody, me: Ops, work: CurrentWork, response: Response
) -> AuthorityView:
    """It is checked at the moment of each decision."""
    order = GrantAuthority(
        holder=body.holder,
        level=Level(body.level),
        from_on=body.from_on,
        to_on=body.to_on,
        related=body.related,
        by=me.subject,
    )
    authority = await grant_authority(order, work)
    response.headers["Location"] = f"{routes.prefix}/{authority.id}"
    etag(response, _ONLY)
    return AuthorityView.of(authority)


@routes.get("", summary="List who may decide")
async def get_authorities(me: Ops, page: PageRequest, work: CurrentWork) -> Page[AuthorityView]:
    """Every grant, newest first."""
    items, after = await page.fetch(
        work.session, Authorities(work).all(), key=Authorities.key, descending=True
    )
    return Page(items=[AuthorityView.of(item) for item in items], next=after)


@routes.get("/{authority_id}", summary="Read a grant of authority")
async def get_authority(
    authority_id: UUID, me: Ops, work: CurrentWork, response: Response
) -> AuthorityView:
    """A grant is never changed; another one may follow it."""
    authority = await Authorities(work).get(authority_id)
    etag(response, _ONLY)
    return AuthorityView.of(authority)
