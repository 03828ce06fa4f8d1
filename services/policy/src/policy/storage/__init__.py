"""Where the policy service keeps what it knows, one file per aggregate. All SQL is here."""

from sqlalchemy.orm import registry

from policy.storage.customers import Customers, UnknownCustomer, map_customers
from policy.storage.money.refunds import map_refunds
from policy.storage.money.statements import map_statements
from policy.storage.money.suspense import map_suspense
from policy.storage.policies import Policies, map_policies
from policy.storage.products import Products, UnknownProduct
from policy.storage.tables import metadata

__all__ = [
    "Customers",
    "Policies",
    "Products",
    "UnknownCustomer",
    "UnknownProduct",
    "metadata",
    "start_mappers",
]

MAPPINGS = (map_customers, map_policies, map_statements, map_suspense, map_refunds)


def start_mappers() -> None:
    """Map the entities to their tables."""
    mappers = registry(metadata=metadata)
    for map_entities in MAPPINGS:
        map_entities(mappers)
