"""How people reach the policy service over HTTP, one file per resource."""

from policy.routes import customers, policies, products, quotes

routes = [customers.routes, products.routes, policies.routes, quotes.routes]
