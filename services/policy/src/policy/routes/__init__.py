"""How people reach the policy service over HTTP, one file per resource."""

from policy.routes import (
    accounts,
    bank_statements,
    customers,
    policies,
    products,
    refunds,
    suspense,
)

routes = [
    customers.routes,
    products.routes,
    policies.routes,
    accounts.routes,
    bank_statements.routes,
    suspense.routes,
    refunds.routes,
]
