"""How people reach the policy service over HTTP, one file per resource."""

from policy.routes import customers, endorsements, policies, products

routes = [customers.routes, products.routes, policies.routes, endorsements.routes]
