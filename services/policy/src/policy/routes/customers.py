"""Customers over HTTP: agents and importers open the insured's file; its owner keeps it true."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.identity import Principal, allow
from chassis.web import Body, CurrentWork, Day, IfMatch, Page, PageRequest, Routes, etag
from chassis.work import Work
from contracts.insured import Address, Language
from contracts.roles import Role
from policy.domain.customer import Customer, Kind, Particulars
from policy.routes.fields import Email, Phone, PlaceBody, Reason, ShortLine, TimeZone
from policy.storage import Customers
from policy.use_cases.change_customer import ChangeCustomer, change_customer
from policy.use_cases.register_customer import RegisterCustomer, register_customer

routes = Routes(prefix="/customers", tags=["customers"])

Agents = Annotated[Principal, allow(Role.AGENT, Role.IMPORTER)]
Readers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT, Role.IMPORTER)]
Writers = Annotated[Principal, allow(Role.CUSTOMER, Role.AGENT)]


class CustomerBody(Body):
    """What a file says about somebody."""

    kind: Kind = Kind.PERSON
    name: ShortLine = Field(examples=["María Santos"])
    email: Email | None = None
    phone: Phone | None = None
    language: Language
    time_zone: TimeZone
    born_on: Day | None = Field(default=None, examples=["1984-02-29"])
    address: PlaceBody

    def particulars(self) -> Particulars:
        """The same in the words of the domain."""
        return Particulars(
            kind=self.kind,
            name=self.name,
            email=self.email,
            phone=self.phone,
            language=self.language,
            time_zone=self.time_zone,
            born_on=self.born_on,
            address=self.address.as_address(),
        )


class CustomerChangeBody(CustomerBody):
    """What a file says about somebody now, and why it changed."""

    reason: Reason | None = Field(default=None, examples=["They moved."])


class CustomerView(BaseModel):
    """A file, as it is shown."""

    id: UUID
    kind: Kind
    name: str
    email: str | None
    phone: str | None
    language: Language
    time_zone: str
    born_on: date | None
    address: Address

    @classmethod
    def of(cls, customer: Customer) -> Self:
        """Show this file."""
        return cls.model_validate(customer, from_attributes=True)


@routes.post("", status_code=201, summary="Open a customer's file")
async def post_customer(
    body: CustomerBody, me: Agents, work: CurrentWork, response: Response
) -> CustomerView:
    """Say who the customer is and how to reach them; they are greeted in their language."""
    customer = await register_customer(
        RegisterCustomer(particulars=body.particulars(), by=me.subject), work
    )
    response.headers["Location"] = f"{routes.prefix}/{customer.id}"
    return await _shown(customer, work, response)


@routes.get("", summary="List customers, newest first")
async def get_customers(me: Agents, page: PageRequest, work: CurrentWork) -> Page[CustomerView]:
    """Everybody who has a file."""
    items, following = await page.fetch(
        work.session, Customers(work).all(), key=Customers.key, descending=True
    )
    return Page(items=[CustomerView.of(item) for item in items], next=following)


@routes.get("/{customer_id}", summary="Read a customer's file")
async def get_customer(
    customer_id: UUID, me: Readers, work: CurrentWork, response: Response
) -> CustomerView:
    """A customer reads their own file, and nobody else's."""
    customer = await Customers(work).get(customer_id, asked_by=me)
    return await _shown(customer, work, response)


@routes.put("/{customer_id}", summary="Change a customer's file")
async def put_customer(
    *,
    customer_id: UUID,
    body: CustomerChangeBody,
    version: IfMatch,
    me: Writers,
    work: CurrentWork,
    response: Response,
) -> CustomerView:
    """Replace what the file says by how things are now."""
    order = ChangeCustomer(
        customer_id=customer_id,
        version=version,
        particulars=body.particulars(),
        why=body.reason,
        by=me,
    )
    return await _shown(await change_customer(order, work), work, response)


async def _shown(customer: Customer, work: Work, response: Response) -> CustomerView:
    await work.session.flush()  # the new version is known once it is written
    etag(response, customer.version)
    return CustomerView.of(customer)
