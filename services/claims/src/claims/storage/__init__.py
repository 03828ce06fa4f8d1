"""Where the claims service keeps claims, and what it remembers of policies. All its SQL is here."""

from claims.storage.claims import Claims, ReferenceUsed
from claims.storage.covers import Covers, PolicyUnknown
from claims.storage.tables import MONEY_OF_A_CLAIM, metadata, start_mappers

__all__ = [
    "MONEY_OF_A_CLAIM",
    "Claims",
    "Covers",
    "PolicyUnknown",
    "ReferenceUsed",
    "metadata",
    "start_mappers",
]
