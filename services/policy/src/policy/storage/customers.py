"""Where the insured's files are kept."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Date, Select, Table, Text, Uuid, select
from sqlalchemy.orm import registry

from chassis.database import Word, status_column, utc_instant, version_column
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.work import Work
from contracts.insured import Address, Language
from policy.domain.customer import Customer, Kind
from policy.storage.tables import metadata

customers = Table(
    "customers",
    metadata,
    Column("id", Uuid, primary_key=True),
    status_column("kind", Kind),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("phone", Text),
    Column("language", Word(Language), nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("born_on", Date),
    Column("address", Document(Address), nullable=False),
    utc_instant("registered_at"),
    version_column(),
)


def map_customers(mappers: registry) -> None:
    """Map the file to its table."""
    mappers.map_imperatively(Customer, customers, version_id_col=customers.c.version)


class UnknownCustomer(NotFound, code="customer-unknown"):
    """There is no file of this customer."""


class Customers:
    """The insured's files."""

    key: Final = (customers.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, customer: Customer) -> None:
        """Keep a new file."""
        self._session.add(customer)

    async def get(self, customer_id: UUID, *, asked_by: Principal) -> Customer:
        """The file, if whoever asks may see it; to a stranger there is none."""
        customer = await self._session.get(Customer, customer_id)
        if customer is None or not asked_by.sees(customer.id):
            raise NotFound(f"there is no customer {customer_id}")
        return customer

    async def insured(self, customer_id: UUID) -> Customer:
        """The file of somebody whom a new policy names."""
        customer = await self._session.get(Customer, customer_id)
        if customer is None:
            raise UnknownCustomer(f"there is no customer {customer_id}", field="/customer_id")
        return customer

    def all(self) -> Select[Any]:
        """Every file."""
        return select(Customer)
