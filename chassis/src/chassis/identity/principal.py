"""The caller, as the verified token describes them."""

from dataclasses import dataclass
from math import inf
from uuid import UUID

from chassis.errors import NotFound

CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Somebody whose token we verified."""

    subject: str
    roles: frozenset[str]
    customer_id: UUID | None = None
    """Set when the caller is a customer: the id of their own file (a claim of the token)."""
    expires: float = inf
    """When the token ends, in seconds since 1970: an answer without end must end by then."""

    @property
    def is_staff(self) -> bool:
        """Holds a role other than customer."""
        return bool(self.roles - {CUSTOMER})

    def owns(self, owner: UUID | None) -> bool:
        """Whether `owner` is this customer."""
        return owner is not None and self.customer_id == owner

    def sees(self, owner: UUID | None) -> bool:
        """Whether a thing of this owner's is theirs, or they are staff whom the route lets in."""
        return self.is_staff or self.owns(owner)

    def must_own(self, owner: UUID | None, *, what: str = "this") -> None:
        """A customer touches only what is theirs; staff whom the route lets in pass.

        A stranger's thing answers like a missing one.
        """
        if not self.sees(owner):
            raise NotFound(f"there is no {what} of yours with that id")
