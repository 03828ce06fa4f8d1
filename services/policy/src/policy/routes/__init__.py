"""How people reach the policy service over HTTP, one file per resource."""

from policy.routes import (
    announcements,
    company,
    customers,
    enquiries,
    explanations,
    policies,
    products,
)

routes = [
    customers.routes,
    products.routes,
    policies.routes,
    explanations.routes,
    enquiries.routes,
    announcements.routes,
    company.routes,
]
