"""How people reach the policy service over HTTP, one file per resource."""

from policy.routes import (
    applications,
    authorities,
    customers,
    endorsements,
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
]
