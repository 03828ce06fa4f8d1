"""How people reach the policy service over HTTP, one file per resource."""

from policy.routes import customers, endorsements, policies, preservation, products, tasks

routes = [
    customers.routes,
    products.routes,
    policies.routes,
    endorsements.routes,
    preservation.routes,
    tasks.routes,
]
