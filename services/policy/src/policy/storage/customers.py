"""Where the insured's files are kept."""

from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Column, Date, ForeignKey, Index, Select, Table, Text, Uuid, select
from sqlalchemy.orm import registry

from chassis.database import Word, status_column, utc_instant, version_column
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.plain import Plain
from chassis.work import Work
from contracts.insured import Address, Language
from policy.domain.customer import Customer, Kind, Whereabouts
from policy.domain.insured_file import (
    ContactPerson,
    FileChange,
    NamedBeneficiary,
    Organisation,
    Person,
    Section,
)
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
    Column("person", Document(Person)),
    Column("organisation", Document(Organisation)),
    Column("contacts", Document(tuple[ContactPerson, ...]), nullable=False, server_default="[]"),
    Column(
        "beneficiaries",
        Document(tuple[NamedBeneficiary, ...]),
        nullable=False,
        server_default="[]",
    ),
    utc_instant("erased_at", nullable=True),
    version_column(),
)

# Added to, never changed but by erasure: a trigger sees to it.
file_changes = Table(
    "file_changes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("customer_id", Uuid, ForeignKey(customers.c.id), nullable=False),
    status_column("section", Section),
    Column("before", Document(Any)),
    Column("after", Document(Any)),
    Column("why", Text),
    Column("by", Text, nullable=False),
    utc_instant("at"),
)
Index(None, file_changes.c.customer_id, file_changes.c.id)

_WHEREABOUTS: Final = Plain(
    "SELECT address, time_zone FROM customers WHERE id = :id AND erased_at IS NULL"
)
_ADDRESS: Final = TypeAdapter(Address)


def map_customers(mappers: registry) -> None:
    """Map the file to its table."""
    mappers.map_imperatively(Customer, customers, version_id_col=customers.c.version)
    mappers.map_imperatively(FileChange, file_changes)


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

    async def get(self, customer_id: UUID, *, asked_by: Principal, alone: bool = False) -> Customer:
        """The file, if whoever asks may see it; to a stranger there is none.

        `alone`: nothing that refers to it is made until this work is over.
        """
        lock = True if alone else None
        customer = await self._session.get(Customer, customer_id, with_for_update=lock)
        if customer is None or not asked_by.sees(customer.id):
            raise NotFound(f"there is no customer {customer_id}")
        return customer

    async def insured(self, customer_id: UUID) -> Customer:
        """The file of somebody whom a new policy names; who was erased is nobody."""
        customer = await self._session.get(Customer, customer_id)
        if customer is None or customer.erased_at is not None:
            raise UnknownCustomer(f"there is no customer {customer_id}", field="/customer_id")
        return customer

    async def whereabouts(self, customer_id: UUID) -> Whereabouts:
        """Of somebody whom a new policy names, and no more of the file: it costs a tenth."""
        rows = await _WHEREABOUTS.rows(self._session, {"id": customer_id})
        if not rows:
            raise UnknownCustomer(f"there is no customer {customer_id}", field="/customer_id")
        address = _ADDRESS.validate_python(rows[0]["address"])
        return Whereabouts(address=address, time_zone=rows[0]["time_zone"])

    async def by_id(self, customer_id: UUID) -> Customer:
        """The file, for our own doing; that of who was erased still says where on earth."""
        customer = await self._session.get(Customer, customer_id)
        if customer is None:
            raise NotFound(f"there is no customer {customer_id}")
        return customer

    async def locked(self, customer_id: UUID) -> Customer:
        """The file, for our own doing; nothing that refers to it is made meanwhile."""
        customer = await self._session.get(Customer, customer_id, with_for_update=True)
        if customer is None:
            raise NotFound(f"there is no customer {customer_id}")
        return customer

    def all(self) -> Select[Any]:
        """Every file."""
        return select(Customer)


class FileChanges:
    """The history of the files."""

    key: Final = (file_changes.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, change: FileChange) -> None:
        """Take a change down."""
        self._session.add(change)

    def of(self, customer_id: UUID) -> Select[Any]:
        """The history of one file, to be read page by page."""
        return select(FileChange).where(file_changes.c.customer_id == customer_id)
