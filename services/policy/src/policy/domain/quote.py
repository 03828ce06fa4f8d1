"""A quote: what cover would cost somebody, held open for a time, and every version of it.

    OFFERED ──► ACCEPTED
      │ ▲ └───► WITHDRAWN
      │ └─ change: a new version, held open anew
      └──────► EXPIRED        (by alarm)

A version is never edited. It keeps what was asked and what was answered, so that anybody can
compute it again.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from chassis.errors import Conflict
from policy.domain.offer import Offer
from policy.domain.period import local_day
from policy.domain.pricing.levies import LevyBook
from policy.domain.pricing.rating import price
from policy.domain.pricing.steps import Asked, Priced
from policy.domain.products.plan import Plan

LEAST_VALID_DAYS: Final = {"ES": 15}
"""Spain: an insurer's proposal binds it fifteen days (LCS 6, grade A)."""


class Status(StrEnum):
    """Where a quote is in its life."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


MOVES: Final = {Status.OFFERED: {Status.ACCEPTED, Status.EXPIRED, Status.WITHDRAWN}}


class IllegalMove(Conflict, code="illegal-quote-move"):
    """This quote cannot go there from where it is."""


class QuoteExpired(Conflict, code="quote-expired"):
    """The price is no longer held; ask for a new one."""


class OtherVersion(Conflict, code="quote-changed"):
    """Another version of the quote is the one that is offered now."""


class NothingChanged(Conflict, code="nothing-changed"):
    """The same answers at the same price make no new version, and hold the price no longer."""


class StartHasPassed(Conflict, code="quote-start-passed"):
    """Cover does not begin in the past: change the first day, the offer stays open."""


@dataclass(eq=False, kw_only=True)
class QuoteVersion:
    """One version of a quote: what was asked, what it costs, who asked and when."""

    quote_id: UUID
    number: int
    asked: Asked
    priced: Priced
    made_at: datetime
    made_by: str

    def offer(self, plan: Plan) -> Offer:
        """Its terms, as the sale takes them."""
        return self.priced.offer(self.asked, plan)

    def is_as(self, other: "QuoteVersion") -> bool:
        """Whether the same was asked, on whatever day, and costs the same in every line."""
        same = replace(self.asked, priced_on=other.asked.priced_on) == other.asked
        return same and not differences(self.priced, other.priced)

    def differences(self, plan: Plan, book: LevyBook) -> list[str]:
        """Where a price computed anew from what is stored is another; none when it is equal."""
        return differences(self.priced, price(plan, self.asked, book))


def differences(stored: Any, anew: Any) -> list[str]:
    """The names of what differs between two prices, as `name: stored, computed`."""
    return [
        f"{one.name}: {_told(getattr(stored, one.name))}, {_told(getattr(anew, one.name))}"
        for one in fields(stored)
        if one.name != "levies_as_of" and getattr(stored, one.name) != getattr(anew, one.name)
    ]


def _told(value: Any) -> str:
    return str(value) if not isinstance(value, tuple) else f"{len(value)} lines"


@dataclass(eq=False, kw_only=True)
class Quote:
    """A price held open for one customer."""

    id: UUID
    number: str
    customer_id: UUID
    product: str
    jurisdiction: str
    current: int
    """The number of the version that is offered."""
    quoted_at: datetime
    valid_until: datetime
    """The first instant at which the price is no longer held."""
    time_zone: str
    status: Status = Status.OFFERED
    settled_at: datetime | None = None
    """When it was accepted or withdrawn."""
    settled_by: str | None = None
    application_id: UUID | None = None
    """The application that taking it opened."""
    version: int = 1

    @classmethod
    def make(
        cls,
        quote_id: UUID,
        number: str,
        *,
        customer_id: UUID,
        asked: Asked,
        plan: Plan,
        book: LevyBook,
        by: str,
        at: datetime,
    ) -> tuple["Quote", QuoteVersion]:
        """Price it and hold it open."""
        version = QuoteVersion(
            quote_id=quote_id,
            number=1,
            asked=asked,
            priced=price(plan, asked, book),
            made_at=at,
            made_by=by,
        )
        quote = cls(
            id=quote_id,
            number=number,
            customer_id=customer_id,
            product=asked.product,
            jurisdiction=asked.jurisdiction,
            current=1,
            quoted_at=at,
            valid_until=_until(plan, asked.jurisdiction, at),
            time_zone=asked.time_zone,
        )
        return quote, version

    def change(
        self,
        asked: Asked,
        *,
        instead_of: QuoteVersion,
        plan: Plan,
        book: LevyBook,
        by: str,
        at: datetime,
    ) -> QuoteVersion:
        """Other answers, or another price of the same: a new version, held open anew."""
        self._must_be_open(Status.WITHDRAWN, at)
        version = QuoteVersion(
            quote_id=self.id,
            number=self.current + 1,
            asked=asked,
            priced=price(plan, asked, book),
            made_at=at,
            made_by=by,
        )
        if version.is_as(instead_of):
            raise NothingChanged(
                f"version {self.current} of {self.number} says the same, at the same price:"
                f" it is held until {self.valid_until:%Y-%m-%d}, another quote begins anew"
            )
        self.current = version.number
        self.time_zone = asked.time_zone
        self.valid_until = _until(plan, self.jurisdiction, at)
        return version

    def accept(self, version: QuoteVersion, *, application_id: UUID, by: str, at: datetime) -> None:
        """The customer takes this version, and the sale goes on from it in an application."""
        self.must_be_takeable(version, at=at)
        self._settle(Status.ACCEPTED, by, at)
        self.application_id = application_id

    def was_taken_by(self, by: str, number: int, *, read: int | None) -> bool:
        """Whether this very order has been obeyed already: read before it was, or since."""
        taken = self.status is Status.ACCEPTED and self.settled_by == by
        return taken and number == self.current and read in (self.version - 1, self.version)

    def must_be_takeable(self, version: QuoteVersion, *, at: datetime) -> None:
        """Refuse a version that is not the one offered, or not any more."""
        self._must_be_open(Status.ACCEPTED, at)
        if version.number != self.current:
            raise OtherVersion(
                f"version {self.current} of {self.number} is offered, not {version.number}",
                field="/version",
            )
        if version.asked.starts_on < local_day(at, self.time_zone):
            raise StartHasPassed(f"cover cannot begin on {version.asked.starts_on} any more")

    def withdraw(self, *, by: str, at: datetime) -> None:
        """The customer does not want it."""
        self._must_be_open(Status.WITHDRAWN, at)
        self._settle(Status.WITHDRAWN, by, at)

    def expire(self, *, at: datetime) -> bool:
        """Nobody took it in time. Tell whether that is so: a change may have held it open anew."""
        if self.status is not Status.OFFERED or at < self.valid_until:
            return False
        self.status = Status.EXPIRED
        return True

    def _must_be_open(self, status: Status, at: datetime) -> None:
        if self.status is Status.EXPIRED or (
            self.status is Status.OFFERED and at >= self.valid_until
        ):
            raise QuoteExpired(f"{self.number} was held open until {self.valid_until:%Y-%m-%d}")
        if status not in MOVES.get(self.status, set()):
            raise IllegalMove(f"{self.number} is {self.status} and cannot become {status}")

    def _settle(self, status: Status, by: str, at: datetime) -> None:
        self.status, self.settled_by, self.settled_at = status, by, at


def _until(plan: Plan, jurisdiction: str, at: datetime) -> datetime:
    """At least as long as the law binds us, in whole days from now."""
    days = max(plan.quoting.valid_days, LEAST_VALID_DAYS.get(jurisdiction, 0))
    return at + timedelta(days=days)
