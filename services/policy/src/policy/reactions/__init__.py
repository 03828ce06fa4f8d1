"""What policy does when other services speak, and when its own alarms ring; a file per concern."""

from policy.reactions import money
from policy.reactions.register import on

__all__ = ["money", "on"]
