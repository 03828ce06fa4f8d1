"""Personal data over HTTP: everything we know of somebody, and forgetting them."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from chassis.errors import NotFound
from chassis.identity import Principal, allow
from chassis.web import Body, CurrentWork, IfMatch, Page, PageRequest, Routes, etag
from chassis.web.exported import ExportRecord, export
from contracts.roles import Role
from policy.domain.erasure import Erasure, ErasureStatus
from policy.routes.fields import Words
from policy.storage import Customers, Erasures, PersonalData
from policy.use_cases.erase_customer import EraseCustomer, erase_customer, known

routes = Routes(prefix="/customers/{customer_id}", tags=["customers"])

Owners = Annotated[Principal, allow(Role.CUSTOMER, Role.DATA_OFFICER)]


class ErasureBody(Body):
    """Why."""

    reason: Words


class ObstacleView(BaseModel):
    """Something that still runs, and until when if that is known."""

    what: Literal["contract", "claim", "money", "application"]
    which: str
    until: datetime | None


class RetainedView(BaseModel):
    """A contract that is kept, under which law, and until when."""

    policy_id: UUID
    number: str
    law: str
    until: datetime


class ErasureView(BaseModel):
    """What became of the wish to be forgotten.

    `deferred`: `obstacles` stand in the way, and we look again by ourselves at `looks_again_at`.
    `reduced`: only `kept` is left. `done`: nothing is.
    """

    status: ErasureStatus
    asked_at: datetime
    reason: str
    obstacles: list[ObstacleView]
    kept: list[RetainedView]
    reduced_at: datetime | None
    done_at: datetime | None
    looks_again_at: datetime | None

    @classmethod
    def of(cls, erasure: Erasure) -> Self:
        """Show this erasure."""
        return cls.model_validate(erasure, from_attributes=True)


@routes.get("/export", summary="Export what is in a customer's file, contracts and money")
async def get_export(
    customer_id: UUID, me: Owners, page: PageRequest, work: CurrentWork, response: Response
) -> Page[ExportRecord]:
    """Every record about them, page by page; the documents themselves are downloaded by their ids.

    A customer exports their own; a prospect, who has no file yet, too. Their claims, complaints and
    letters are exported by who keeps them: `/v1/personal-data/claims/{customer_id}`,
    `/v1/personal-data/complaints/{customer_id}`, `/v1/personal-data/notifications/{customer_id}`.
    """
    etag(response, (await known(customer_id, me, work)).version)
    return await export(PersonalData(work).told(customer_id), page, work)


@routes.get("/erasure", summary="Read what became of an erasure")
async def get_erasure(customer_id: UUID, me: Owners, work: CurrentWork) -> ErasureView:
    """404 while nobody asked for it."""
    customer = await Customers(work).get(customer_id, asked_by=me)
    erasure = await Erasures(work).of(customer.id)
    if erasure is None:
        raise NotFound("nobody asked to erase this customer")
    return ErasureView.of(erasure)


@routes.put("/erasure", summary="Forget a customer")
async def put_erasure(
    *,
    customer_id: UUID,
    body: ErasureBody,
    version: IfMatch,
    me: Owners,
    work: CurrentWork,
) -> ErasureView:
    """Says what is kept, under which law and until when; deferred while something still runs.

    The `If-Match` is that of the customer's file, or of the prospect who has none, as the export
    shows it, too: nothing of theirs is kept, not even this. Asked for again, it looks again.
    """
    order = EraseCustomer(customer_id=customer_id, version=version, reason=body.reason, by=me)
    return ErasureView.of(await erase_customer(order, work))
