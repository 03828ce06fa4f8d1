"""How people reach the policy service over HTTP, one file per resource."""

from policy.routes import advice, customers, policies, products, questionnaires, risk_profiles

routes = [
    customers.routes,
    products.routes,
    policies.routes,
    questionnaires.routes,
    risk_profiles.routes,
    advice.routes,
]
