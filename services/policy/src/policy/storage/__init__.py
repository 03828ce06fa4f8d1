"""Where the policy service keeps what it knows, one file per aggregate. All SQL is here."""

from sqlalchemy.orm import registry

from policy.storage.advices import Advices, map_advices
from policy.storage.announcements import Announcements, map_announcements
from policy.storage.applications import Applications, map_applications
from policy.storage.arrears import ArrearsBook, map_arrears
from policy.storage.authorities import Authorities, map_authorities
from policy.storage.clauses import Clauses, UnknownClause
from policy.storage.company import company, services_on_offer
from policy.storage.customers import Customers, FileChanges, UnknownCustomer, map_customers
from policy.storage.documents import Documents, map_documents
from policy.storage.endorsements import Endorsements, map_endorsements
from policy.storage.enquiries import Enquiries, map_enquiries
from policy.storage.erasures import Erasures, map_erasures
from policy.storage.exposures import Exposures
from policy.storage.house_book import HouseBook
from policy.storage.methods import Methods
from policy.storage.money.refunds import map_refunds
from policy.storage.money.statements import map_statements
from policy.storage.money.suspense import map_suspense
from policy.storage.papers import Papers
from policy.storage.personal_data import PersonalData
from policy.storage.policies import Policies, map_policies
from policy.storage.products import Products, UnknownProduct
from policy.storage.prospects import Prospects, map_prospects
from policy.storage.questionnaires import Questionnaires, UnknownQuestionnaire
from policy.storage.quotes import Quotes, map_quotes
from policy.storage.rates import levies, short_rates
from policy.storage.reinstatements import Reinstatements, map_reinstatements
from policy.storage.renewals import Renewals, map_renewals
from policy.storage.retention import retention_rules
from policy.storage.risk_profiles import RiskProfiles, map_risk_profiles
from policy.storage.tables import metadata
from policy.storage.tariffs import Tariffs
from policy.storage.tasks import Tasks, map_tasks
from policy.storage.underwriting import NoLine, Underwriting
from policy.storage.versions import Versions, map_versions
from policy.storage.wordings import Wordings
from policy.storage.words import explainer, explainer_at_hand, explainer_says

__all__ = [
    "Advices",
    "Announcements",
    "Applications",
    "ArrearsBook",
    "Authorities",
    "Clauses",
    "Customers",
    "Documents",
    "Endorsements",
    "Enquiries",
    "Erasures",
    "Exposures",
    "FileChanges",
    "HouseBook",
    "Methods",
    "NoLine",
    "Papers",
    "PersonalData",
    "Policies",
    "Products",
    "Prospects",
    "Questionnaires",
    "Quotes",
    "Reinstatements",
    "Renewals",
    "RiskProfiles",
    "Tariffs",
    "Tasks",
    "Underwriting",
    "UnknownClause",
    "UnknownCustomer",
    "UnknownProduct",
    "UnknownQuestionnaire",
    "Versions",
    "Wordings",
    "company",
    "explainer",
    "explainer_at_hand",
    "explainer_says",
    "levies",
    "metadata",
    "retention_rules",
    "services_on_offer",
    "short_rates",
    "start_mappers",
]

MAPPINGS = (
    map_customers,
    map_policies,
    map_versions,
    map_endorsements,
    map_tasks,
    map_arrears,
    map_reinstatements,
    map_renewals,
    map_prospects,
    map_authorities,
    map_applications,
    map_quotes,
    map_enquiries,
    map_announcements,
    map_risk_profiles,
    map_advices,
    map_statements,
    map_suspense,
    map_refunds,
    map_documents,
    map_erasures,
)


def start_mappers() -> None:
    """Map the entities to their tables."""
    mappers = registry(metadata=metadata)
    for map_entities in MAPPINGS:
        map_entities(mappers)
