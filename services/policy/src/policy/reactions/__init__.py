"""What policy does when other services speak, and when its own alarms ring; a file per concern."""

from policy.reactions import (
    contract,
    quotes,
    sale,
)
from policy.reactions.register import on

__all__ = [
    "contract",
    "on",
    "quotes",
    "sale",
]
