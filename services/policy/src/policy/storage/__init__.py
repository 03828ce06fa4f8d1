"""Where the policy service keeps what it knows, one file per aggregate. All SQL is here."""

from sqlalchemy.orm import registry

from policy.storage.announcements import Announcements, map_announcements
from policy.storage.clauses import Clauses, UnknownClause
from policy.storage.company import company, services_on_offer
from policy.storage.customers import Customers, UnknownCustomer, map_customers
from policy.storage.enquiries import Enquiries, map_enquiries
from policy.storage.policies import Policies, map_policies
from policy.storage.products import Products, UnknownProduct
from policy.storage.tables import metadata
from policy.storage.words import explainer, unsaid

__all__ = [
    "Announcements",
    "Clauses",
    "Customers",
    "Enquiries",
    "Policies",
    "Products",
    "UnknownClause",
    "UnknownCustomer",
    "UnknownProduct",
    "company",
    "explainer",
    "metadata",
    "services_on_offer",
    "start_mappers",
    "unsaid",
]

MAPPINGS = (map_customers, map_policies, map_enquiries, map_announcements)


def start_mappers() -> None:
    """Map the entities to their tables."""
    mappers = registry(metadata=metadata)
    for map_entities in MAPPINGS:
        map_entities(mappers)
