"""How people reach complaints over HTTP."""

from complaints.routes.complaints import routes

__all__ = ["routes"]
