"""A service: what it is stands in its own `service.py`; how it runs stands here."""

from chassis.service.assembly import Background, Service, verifier_of
from chassis.service.running import Running

__all__ = ["Background", "Running", "Service", "verifier_of"]
