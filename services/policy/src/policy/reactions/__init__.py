"""What policy does when other services speak, and when its own alarms ring; a file per concern."""

from policy.reactions import (
    contract,
    enquiries,
    money,
    quotes,
    renewals,
    sale,
)
from policy.reactions.register import on

__all__ = [
    "contract",
    "enquiries",
    "money",
    "on",
    "quotes",
    "renewals",
    "sale",
]
