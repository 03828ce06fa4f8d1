"""Where the policy service keeps what it knows, one file per aggregate. All SQL is here."""

from sqlalchemy.orm import registry

from policy.storage.customers import Customers, UnknownCustomer, map_customers
from policy.storage.policies import Policies, map_policies
from policy.storage.products import Products, UnknownProduct
from policy.storage.quotes import Quotes, map_quotes
from policy.storage.rates import levies, short_rates
from policy.storage.tables import metadata

__all__ = [
    "Customers",
    "Policies",
    "Products",
    "Quotes",
    "UnknownCustomer",
    "UnknownProduct",
    "levies",
    "metadata",
    "short_rates",
    "start_mappers",
]

MAPPINGS = (map_customers, map_policies, map_quotes)


def start_mappers() -> None:
    """Map the entities to their tables."""
    mappers = registry(metadata=metadata)
    for map_entities in MAPPINGS:
        map_entities(mappers)
