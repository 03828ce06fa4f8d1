"""Where the policy service keeps what it knows, one file per aggregate. All SQL is here."""

from sqlalchemy.orm import registry

from policy.storage.advices import Advices, map_advices
from policy.storage.customers import Customers, UnknownCustomer, map_customers
from policy.storage.methods import Methods
from policy.storage.policies import Policies, map_policies
from policy.storage.products import Products, UnknownProduct
from policy.storage.questionnaires import Questionnaires, UnknownQuestionnaire
from policy.storage.risk_profiles import RiskProfiles, map_risk_profiles
from policy.storage.tables import metadata

__all__ = [
    "Advices",
    "Customers",
    "Methods",
    "Policies",
    "Products",
    "Questionnaires",
    "RiskProfiles",
    "UnknownCustomer",
    "UnknownProduct",
    "UnknownQuestionnaire",
    "metadata",
    "start_mappers",
]

MAPPINGS = (map_customers, map_policies, map_risk_profiles, map_advices)


def start_mappers() -> None:
    """Map the entities to their tables."""
    mappers = registry(metadata=metadata)
    for map_entities in MAPPINGS:
        map_entities(mappers)
