"""How people reach claims over HTTP."""

from claims.routes.claims import routes as claims
from claims.routes.personal_data import routes as personal_data

routes = [claims, personal_data]

__all__ = ["routes"]
