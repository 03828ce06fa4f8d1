"""How the customer's wish to end a contract came, where somebody else says it for her."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel

from chassis.web import Body, Day
from policy.domain.contract.picture import DatedFact
from policy.domain.contract.wish import Wish, WishChannel
from policy.routes.fields import ShortLine


class WishBody(Body):
    """By which channel, on which day, and where it is kept. From an agent, and from nobody else."""

    channel: WishChannel
    received_on: Day
    reference: ShortLine | None = None

    def as_wish(self) -> Wish:
        """The same in the words of the contract."""
        return Wish(**dict(self))


class WishView(BaseModel):
    """How it came."""

    channel: WishChannel
    received_on: date
    reference: str | None


def wish_of(facts: Iterable[DatedFact]) -> WishView | None:
    """How the customer asked for the end; nothing where she did so herself, or we ended it."""
    for fact in facts:
        if fact.wish is not None:
            return WishView.model_validate(fact.wish, from_attributes=True)
    return None
