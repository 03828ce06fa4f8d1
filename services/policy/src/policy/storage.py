"""Where the policy service keeps customers and policies, and finds products. All SQL is here."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Date, ForeignKey, Index, Select, Table, Text, Uuid, select
from sqlalchemy.orm import registry

from chassis.database import (
    Word,
    money,
    money_columns,
    new_metadata,
    status_column,
    utc_instant,
    version_column,
)
from chassis.documents import Document
from chassis.errors import NotFound
from chassis.identity import Principal
from chassis.money import Money
from chassis.work import Work
from contracts.insured import Address, Language, Peril
from policy.domain.customer import Customer, Kind
from policy.domain.policy import Policy, Status
from policy.domain.product import Clause, Product

metadata = new_metadata()

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

policies = Table(
    "policies",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("customer_id", Uuid, ForeignKey(customers.c.id), nullable=False),
    Column("product", Text, nullable=False),
    Column("product_version", Text, nullable=False),
    Column("insured_place", Document(Address), nullable=False),
    Column("time_zone", Text, nullable=False),
    *money_columns("sum_insured"),
    *money_columns("deductible"),
    *money_columns("premium"),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    utc_instant("starts_at"),
    utc_instant("ends_at"),
    utc_instant("issued_at"),
    Column("issued_by", Text, nullable=False),
    status_column("status", Status),
    utc_instant("cancelled_at", nullable=True),
    Column("cancellation_reason", Text),
    version_column(),
)
# A customer's policies, newest first: ids grow with time.
Index(None, policies.c.customer_id, policies.c.id)


def start_mappers() -> None:
    """Map the entities to their tables."""
    mappers = registry(metadata=metadata)
    mappers.map_imperatively(Customer, customers, version_id_col=customers.c.version)
    mappers.map_imperatively(
        Policy,
        policies,
        version_id_col=policies.c.version,
        properties={
            name: money(policies, name) for name in ("sum_insured", "deductible", "premium")
        },
    )


class UnknownCustomer(NotFound, code="customer-unknown"):
    """There is no file of this customer."""


class UnknownProduct(NotFound, code="product-unknown"):
    """We do not sell this product."""


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


class Policies:
    """The contracts."""

    key: Final = (policies.c.id,)

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def add(self, policy: Policy) -> None:
        """Keep a new contract."""
        self._session.add(policy)

    async def get(self, policy_id: UUID, *, asked_by: Principal) -> Policy:
        """The contract, if whoever asks may see it; to a stranger there is none."""
        policy = await self._session.get(Policy, policy_id)
        if policy is None or not asked_by.sees(policy.customer_id):
            raise NotFound(f"there is no policy {policy_id}")
        return policy

    def matching(
        self, *, asked_by: Principal, customer_id: UUID | None, number: str | None
    ) -> Select[Any]:
        """The contracts that whoever asks may see, of this customer and with this number."""
        wanted = select(Policy)
        if not asked_by.is_staff:
            wanted = wanted.where(policies.c.customer_id == asked_by.customer_id)
        if customer_id is not None:
            wanted = wanted.where(policies.c.customer_id == customer_id)
        if number is not None:
            wanted = wanted.where(policies.c.number == number)
        return wanted


class Products:
    """What we sell: data files of this package, one for each version of each product."""

    def all(self) -> list[Product]:
        """The version of each product that is sold now."""
        return list(_newest().values())

    def get(self, product_id: str, *, field: str | None = None) -> Product:
        """The version of this product that is sold now."""
        if product_id not in _newest():
            raise UnknownProduct("there is no such product", field=field)
        return _newest()[product_id]


@cache
def _newest() -> dict[str, Product]:
    folder = files("policy") / "products"
    found = [
        _product(tomllib.loads(file.read_text(encoding="utf-8")))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    found.sort(key=lambda product: (product.id, [int(n) for n in product.version.split(".")]))
    return {product.id: product for product in found}


def _product(data: Mapping[str, Any]) -> Product:
    currency = data["currency"]
    return Product(
        id=data["id"],
        version=data["version"],
        names=_in_each_language(data["names"]),
        currency=currency,
        perils=tuple(Peril(peril) for peril in data["perils"]),
        least_sum_insured=Money(Decimal(data["sum_insured"]["least"]), currency),
        most_sum_insured=Money(Decimal(data["sum_insured"]["most"]), currency),
        rate_per_thousand=Decimal(data["premium"]["rate_per_thousand"]),
        minimum_premium=Money(Decimal(data["premium"]["minimum"]), currency),
        deductible_factors={
            Money(Decimal(amount), currency): Decimal(factor)
            for amount, factor in data["deductible_factors"].items()
        },
        clauses=tuple(
            Clause(
                id=clause["id"],
                version=clause["version"],
                about=clause["about"],
                text=_in_each_language(clause["text"]),
            )
            for clause in data["clauses"]
        ),
    )


def _in_each_language(texts: Mapping[str, str]) -> dict[Language, str]:
    return {language: texts[language] for language in Language}
