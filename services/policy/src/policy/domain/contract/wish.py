"""The customer's wish to end a contract: from herself, or as an agent says that it came."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from chassis.errors import Rejected

WishChannel = Literal["web", "phone", "branch", "email", "chat", "letter"]
# Whoever received it has a calendar of their own: the first and the last on earth bound the day.
_EAST: Final = timedelta(hours=14)
_WEST: Final = timedelta(hours=12)
Teller = Literal["customer", "agent", "insurer", "judge"]
"""Who says that it shall end: she herself, who speaks for her, we, or who judges a late wish."""


class BadWish(Rejected, code="bad-wish"):
    """Who speaks for the customer says how her wish came; nobody else does."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How the customer's wish came to us, as who received it says."""

    channel: WishChannel
    received_on: date
    reference: str | None = None
    """Where it is kept: a letter, a recorded call."""

    def __str__(self) -> str:
        kept = f" ({self.reference})" if self.reference else ""
        return f"by {self.channel} on {self.received_on}{kept}"


def check_wish(wish: Wish | None, teller: Teller, *, made_at: datetime, at: datetime) -> None:
    """Refuse an agent's word alone, a wish told by others, and one of an impossible day."""
    if wish is None:
        if teller == "agent":
            raise BadWish("say how and when the customer's wish reached us", field="/wish")
        return
    if teller == "customer":
        raise BadWish("what you ask for yourself is your wish: leave this out", field="/wish")
    if teller == "insurer":
        raise BadWish("we end it ourselves, by no wish of the customer's", field="/wish")
    if not (made_at - _WEST).date() <= wish.received_on <= (at + _EAST).date():
        raise BadWish(
            "it was received after the contract was made, by today", field="/wish/received_on"
        )
