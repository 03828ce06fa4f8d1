"""A policy: our promise to one customer, term after term, kept as dated facts.

    ──► ISSUED ──► SUSPENDED ──► LAPSED        a premium stayed unpaid
          │  ▲_________│___________│           reinstated: the gap stays a gap
          ├──► CANCELLED                       by either side, with reason and notice
          ├──► WITHDRAWN                       the right to think again
          └──► EXPIRED                         the term is over, and no other follows

Suspended contracts, too, are cancelled and expire. `status` is the last move; whether we are on
risk is not a state but a question of the instant, answered from the dated facts.
Each verb (here and in `domain/contract/`) makes one move and returns the event that says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from chassis.errors import Conflict, Forbidden
from chassis.money import Money
from contracts.insured import Address
from contracts.policy import PolicyIssued
from policy.domain.application_parts import Dispatch
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.one_cover import Terms, Wording, offer_of_one_cover, wording_of
from policy.domain.contract.picture import (
    Cover,
    DatedFact,
    Span,
    Stretch,
    cover_at,
    covers_in_force,
    spans,
)
from policy.domain.offer import Levy, Offer
from policy.domain.period import local_day, midnight, must_not_be_far
from policy.domain.product import Product
from policy.domain.where import key_of


class Status(StrEnum):
    """Where a policy is in its life."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


_ENDS: Final = {Status.CANCELLED, Status.WITHDRAWN, Status.LAPSED, Status.EXPIRED}
MOVES: Final[Mapping[Status, set[Status]]] = {
    Status.ISSUED: {Status.SUSPENDED, *_ENDS},
    Status.SUSPENDED: {Status.ISSUED, *_ENDS},
    Status.LAPSED: {Status.ISSUED},
}

_SHOWN: Final = (
    "product", "product_version", "insured_place", "sum_insured", "deductible", "starts_at",
    "ends_at", "premium", "issued_at", "jurisdiction",
)  # fmt: skip


class IllegalMove(Conflict, code="illegal-policy-move"):
    """This policy cannot go there from where it is."""


class BackDated(Forbidden, code="back-dated"):
    """Cover that begins in the past is only brought in with a book of business."""


@dataclass(eq=False, kw_only=True)
class Policy:
    """A contract of insurance."""

    id: UUID
    number: str
    customer_id: UUID
    product: str
    product_version: str
    jurisdiction: str
    line: str
    insured_place: Address
    time_zone: str
    sum_insured: Money
    deductible: Money
    premium: Money
    """Net, for the whole term, as first agreed."""
    billed: Money
    """Net, for the whole term, with every endorsement accepted so far."""
    levies: list[Levy]
    starts_on: date
    ends_on: date
    """The first day without cover; earlier than agreed once it was cancelled."""
    term_ends_on: date
    """The first day after the term agreed."""
    starts_at: datetime
    ends_at: datetime
    issued_at: datetime
    issued_by: str
    original: Agreed
    facts: list[DatedFact] = field(default_factory=list)
    revision: int = 1
    status: Status = Status.ISSUED
    delivered_at: datetime | None = None
    """When the papers demonstrably reached the customer."""
    cancelled_at: datetime | None = None
    cancellation_reason: str | None = None
    refund: Money | None = None
    """What was given back of the net premium when it ended early."""
    term_number: int = 1
    """The how-manieth term runs; every other field speaks of this one."""
    earlier: list[Stretch] = field(default_factory=list)
    """The terms of the terms before, by their days: losses of then are still reported."""
    coming: Stretch | None = None
    """The next term, once it is agreed and has not begun."""
    dispatches: list[Dispatch] = field(default_factory=list)
    """How its papers were sent, where it had no application that says so."""
    place_key: str | None = None
    """The insured place, however it was written: what is insured there counts together."""
    version: int = 1

    @classmethod
    def issue(
        cls,
        policy_id: UUID,
        number: str,
        *,
        customer_id: UUID,
        product: Product,
        terms: Terms,
        back_dating: bool,
        by: str,
        at: datetime,
    ) -> tuple["Policy", PolicyIssued]:
        """Make the contract of a product of one cover, priced by the product itself."""
        return cls.issue_from(
            offer_of_one_cover(product, terms),
            policy_id,
            number,
            customer_id=customer_id,
            wording=wording_of(product),
            back_dating=back_dating,
            by=by,
            at=at,
        )

    @classmethod
    def issue_from(
        cls,
        offer: Offer,
        policy_id: UUID,
        number: str,
        *,
        customer_id: UUID,
        wording: Wording,
        insured_person: str | None = None,
        back_dating: bool = False,
        by: str,
        at: datetime,
    ) -> tuple["Policy", PolicyIssued]:
        """Make the contract. Only a book of business brings cover that began in the past."""
        period, today = offer.period, local_day(at, offer.period.time_zone)
        if period.starts_on < today and not back_dating:
            raise BackDated(f"cover cannot begin on {period.starts_on}", field="/starts_on")
        must_not_be_far(period.starts_on, today)
        agreed = Agreed.from_offer(offer, insured_person=insured_person)
        policy = cls(
            id=policy_id,
            number=number,
            customer_id=customer_id,
            product=offer.product,
            product_version=offer.product_version,
            jurisdiction=offer.jurisdiction,
            line=wording.line,
            insured_place=offer.place,
            place_key=key_of(offer.place),
            time_zone=period.time_zone,
            sum_insured=agreed.main.limit,
            deductible=agreed.main.deductible,
            premium=offer.net,
            billed=offer.net,
            levies=list(offer.levies),
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            term_ends_on=period.ends_on,
            starts_at=period.starts_at,
            ends_at=period.ends_at,
            issued_at=at,
            issued_by=by,
            original=agreed,
        )
        return policy, policy._issued(wording)

    @property
    def whole_term(self) -> Stretch:
        """The days agreed, on the terms first agreed."""
        return Stretch(starts_on=self.starts_on, ends_on=self.term_ends_on, agreed=self.original)

    def cover_at(self, instant: datetime) -> Cover:
        """Whether we are on risk at that instant."""
        return cover_at(instant, self.term, self.facts, ends_at=self.ends_at)

    def picture(self, stretches: Sequence[Stretch]) -> dict[str, Any]:
        """What every word about cover carries: all of it, as it is known now."""
        on_risk, gaps = spans(self.term, self.facts)
        everything = [*self.earlier, *stretches, *([self.coming] if self.coming else [])]
        return {
            "policy_id": self.id,
            "number": self.number,
            "customer_id": self.customer_id,
            "revision": self.revision,
            "covers": covers_in_force(everything, on_risk, time_zone=self.time_zone),
            "gaps": gaps,
            "time_zone": self.time_zone,
        }

    def move_to(self, status: Status, fact: DatedFact | None = None) -> None:
        """Make one move, and keep the dated fact that made it."""
        self.must_move_to(status)
        self.status = status
        if fact is not None:
            self.facts = [*self.facts, fact]
            self.revision += 1

    def must_move_to(self, status: Status) -> None:
        """Refuse a move that is not in the picture."""
        if status not in MOVES.get(self.status, set()):
            raise IllegalMove(f"policy {self.number} is {self.status} and cannot become {status}")

    def must_be_among(self, *statuses: Status) -> None:
        """Refuse what only such a policy allows."""
        if self.status not in statuses:
            raise IllegalMove(f"policy {self.number} is {self.status}")

    @property
    def term(self) -> Span:
        """The time agreed, every term of it, from the first instant to the first without."""
        zone = self.time_zone
        first = next((one.starts_on for one in self.earlier), self.starts_on)
        last = self.coming.ends_on if self.coming else self.term_ends_on
        return Span(starts_at=midnight(first, zone), ends_at=midnight(last, zone))

    def _issued(self, wording: Wording) -> PolicyIssued:
        perils = dict.fromkeys(peril for one in self.original.covers for peril in one.perils)
        shown = self.picture([self.whole_term]) | {name: getattr(self, name) for name in _SHOWN}
        return PolicyIssued(**shown, **wording.told, perils=list(perils))
