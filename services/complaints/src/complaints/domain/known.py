"""What complaints has heard of: customers, policies and claims, and whose they are."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from chassis.errors import NotFound


class Kind(StrEnum):
    """A sort of thing a complaint can mention."""

    CUSTOMER = "customer"
    POLICY = "policy"
    CLAIM = "claim"


class NotKnown(NotFound, code="not-known-yet"):
    """We have not heard of it; when it is new, ask again in a moment."""


@dataclass(eq=False, kw_only=True)
class Known:
    """Something another service told us of."""

    kind: Kind
    id: UUID
    customer_id: UUID


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Something an order names, which must be known and the customer's own."""

    kind: Kind
    id: UUID
    field: str

    def must_belong_to(self, customer_id: UUID, known: Known | None) -> None:
        """Refuse what we do not know, and what is somebody else's in the very same words."""
        if known is None or known.customer_id != customer_id:
            raise NotKnown(
                f"we know of no such {self.kind} of this customer", field=self.field, retry_after=1
            )
