"""How people reach complaints over HTTP."""

from complaints.routes.complaints import routes as complaints
from complaints.routes.personal_data import routes as personal_data

routes = [complaints, personal_data]

__all__ = ["routes"]
