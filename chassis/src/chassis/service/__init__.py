"""A service: what it is stands in its own `service.py`; how it runs stands here."""

from chassis.service.assembly import Service, verifier_of
from chassis.service.running import Background, Running

__all__ = ["Background", "Running", "Service", "verifier_of"]
