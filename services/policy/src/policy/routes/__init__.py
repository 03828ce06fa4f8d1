"""How people reach the policy service over HTTP, one file per resource."""

from policy.routes import (
    announcements,
    applications,
    authorities,
    company,
    customers,
    endorsements,
    enquiries,
    explanations,
    policies,
    preservation,
    products,
    prospects,
    quotes,
    sales,
    tasks,
    underwriting,
)

routes = [
    customers.routes,
    products.routes,
    policies.routes,
    endorsements.routes,
    preservation.routes,
    tasks.routes,
    prospects.routes,
    authorities.routes,
    applications.routes,
    underwriting.routes,
    sales.routes,
    quotes.routes,
    explanations.routes,
    enquiries.routes,
    announcements.routes,
    company.routes,
]
