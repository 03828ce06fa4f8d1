"""How people reach the policy service over HTTP, one file per resource."""

from policy.routes import (
    applications,
    authorities,
    customers,
    endorsements,
    policies,
    products,
    prospects,
    sales,
)

routes = [
    customers.routes,
    products.routes,
    policies.routes,
    endorsements.routes,
    prospects.routes,
    authorities.routes,
    applications.routes,
    sales.routes,
]
