"""The renewal of a contract: one for each next term, from our first reckoning to its end.

    PLANNED ──► OFFERED ──► ACCEPTED ──► RENEWED      settled on the eve of the last day
       │           ├──────────────────────▲           by its terms, when nobody need be asked
       │           ├──► DECLINED ─────────┤           by the customer, who may think again
       └───────────┴──► NOT_OFFERED ──────┤           by us, with a reason and a notice
                                          └──► ENDED  the term ends, and the customer knows

PLANNED: a person must look at it before it is offered. An offer is made anew when the terms change.
RENEWED is ENDED after all when the contract itself ends before that term begins.
DECLINED and NOT_OFFERED end the contract; a notice that was not served in time may renew it, on the
terms it had, where the law or our wording says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

from chassis.errors import Conflict
from policy.domain.contract.change import Change
from policy.domain.renewing.notices import (
    NoticeKind,
    RenewalNotice,
    Silence,
    went_by,
    were_served,
)
from policy.domain.renewing.proposal import Comparison, Proposal


class RenewalStatus(StrEnum):
    """How far a renewal has come."""

    PLANNED = "planned"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOT_OFFERED = "not_offered"
    RENEWED = "renewed"
    ENDED = "ended"


_DONE: Final = {RenewalStatus.RENEWED, RenewalStatus.ENDED}
MOVES: Final = {
    RenewalStatus.PLANNED: {
        RenewalStatus.PLANNED,
        RenewalStatus.OFFERED,
        RenewalStatus.DECLINED,
        RenewalStatus.NOT_OFFERED,
        *_DONE,
    },
    RenewalStatus.OFFERED: {
        RenewalStatus.PLANNED,
        RenewalStatus.OFFERED,
        RenewalStatus.ACCEPTED,
        RenewalStatus.DECLINED,
        RenewalStatus.NOT_OFFERED,
        *_DONE,
    },
    RenewalStatus.ACCEPTED: {
        RenewalStatus.PLANNED,
        RenewalStatus.OFFERED,
        RenewalStatus.DECLINED,
        *_DONE,
    },
    RenewalStatus.DECLINED: {RenewalStatus.ACCEPTED, *_DONE},
    RenewalStatus.NOT_OFFERED: {
        RenewalStatus.PLANNED,
        RenewalStatus.OFFERED,
        RenewalStatus.DECLINED,
        *_DONE,
    },
    RenewalStatus.RENEWED: {RenewalStatus.ENDED},
}
OPEN: Final = frozenset(set(RenewalStatus) - _DONE)

How = Literal["accepted", "by_terms", "old_terms"]


class IllegalRenewalMove(Conflict, code="illegal-renewal-move"):
    """This renewal cannot go there from where it is."""


class NothingOffered(Conflict, code="nothing-offered"):
    """No next term is offered now."""


@dataclass(frozen=True, kw_only=True)
class Settled:
    """On which terms the next term runs, and how that came."""

    how: How
    terms: Proposal
    why: str


@dataclass(eq=False, kw_only=True)
class Renewal:
    """One next term of one contract."""

    id: UUID
    policy_id: UUID
    customer_id: UUID
    term: int
    """The how-manieth term it would be."""
    starts_on: date
    ends_on: date
    law: str
    automatic: bool
    """Whether the product renews by itself."""
    most_rise: str
    """Above which rise we ask, as a fraction."""
    opened_at: datetime
    status: RenewalStatus = RenewalStatus.PLANNED
    change: Change = field(default_factory=Change)
    """What an underwriter and the customer agreed for the next term besides."""
    compared: Comparison | None = None
    notices: list[RenewalNotice] = field(default_factory=list)
    reason: str | None = None
    """Why it is not offered, is looked at, or ended, as the customer reads it."""
    answered_at: datetime | None = None
    answered_by: str | None = None
    settled: Settled | None = None
    settled_at: datetime | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it is not settled yet."""
        return self.status in OPEN

    @property
    def must_be(self) -> Comparison:
        """The comparison, where there is one."""
        if self.compared is None:
            raise NothingOffered("the next term is not reckoned yet")
        return self.compared

    @property
    def is_on_offer(self) -> bool:
        """Whether there are terms that the customer was told: not held, and not refused by us."""
        return self.compared is not None and self.reason is None

    def was_looked_at(self, refer: Sequence[str]) -> bool:
        """Whether a person agreed to an offer that all these rules wanted to be looked at."""
        told = self.must_be.refer if self.is_on_offer else ()
        return set(refer) <= set(told)

    def hold(self, why: str, *, compared: Comparison | None = None) -> None:
        """A person must look at it before it is offered."""
        self._move_to(RenewalStatus.PLANNED)
        self.reason, self.compared = why, compared or self.compared

    def offer(self, compared: Comparison, notice: RenewalNotice) -> None:
        """These terms are offered; who had agreed to others is asked again."""
        self._move_to(RenewalStatus.OFFERED)
        self.compared, self.reason = compared, None
        self.answered_at = self.answered_by = None
        self.notices = [*self.notices, notice]

    def note(self, compared: Comparison) -> None:
        """The same terms with others to be told or paid: whoever answered has answered."""
        self.compared = compared

    def refuse(self, reason: str, notice: RenewalNotice) -> None:
        """We do not offer a next term."""
        self._move_to(RenewalStatus.NOT_OFFERED)
        self.reason = reason
        self.notices = [*self.notices, notice]

    def accept(self, *, by: str, at: datetime) -> None:
        """The customer wants the terms offered; whoever said no may think again."""
        if not self.is_on_offer:
            raise NothingOffered("no next term is offered now")
        self._move_to(RenewalStatus.ACCEPTED)
        self.answered_by, self.answered_at = by, at

    def decline(self, *, by: str, at: datetime) -> None:
        """The customer wants no next term."""
        self._move_to(RenewalStatus.DECLINED)
        self.answered_by, self.answered_at = by, at

    def renew(self, settled: Settled, *, at: datetime) -> None:
        """The next term is agreed."""
        self._move_to(RenewalStatus.RENEWED)
        self.settled, self.settled_at = settled, at

    def end(self, why: str, *, at: datetime) -> None:
        """There is no next term."""
        if self.status is RenewalStatus.RENEWED:
            raise IllegalRenewalMove("this renewal is settled: its term was agreed")
        self._move_to(RenewalStatus.ENDED)
        self.reason, self.settled_at = self.reason or why, at

    def drop(self, why: str, *, at: datetime) -> None:
        """The contract ended before the term that was agreed began."""
        self._move_to(RenewalStatus.ENDED)
        self.reason, self.settled, self.settled_at = self.reason or why, None, at

    def served(self, notice_id: UUID, *, at: datetime) -> None:
        """Evidence that a notice reached the customer."""
        self._note(notice_id, lambda one: replace(one, served_at=one.served_at or at))

    def bounced(self, notice_id: UUID, *, why: str, at: datetime) -> bool:
        """Evidence that a notice did not arrive. Tells whether somebody should see to it."""
        noted = self._note(notice_id, lambda one: replace(one, bounced_at=at, why=why))
        return noted is not None and noted.served_at is None and self.is_open

    def was_told(self, kind: NoticeKind, *, in_time: bool) -> bool:
        """Whether a notice of this kind was served, for an offer: of a rise at least as high."""
        rise = self.compared.rise if kind == "offer" and self.compared else None
        return were_served(self.notices, kind, rise=rise, in_time=in_time)

    def may_arrive_in_time(self, at: datetime) -> bool:
        """Whether what we said last can still be served in time."""
        return bool(self.notices) and at <= self.notices[-1].in_time_until

    def missed(self, at: datetime) -> list[RenewalNotice]:
        """Notices whose time went by without evidence: somebody should know.

        Not where the customer has answered, or heard of it in time by another notice of ours.
        """
        if self.status not in {RenewalStatus.OFFERED, RenewalStatus.NOT_OFFERED}:
            return []
        kind = self.notices[-1].kind
        return [] if self.was_told(kind, in_time=True) else went_by(self.notices, kind, at=at)

    def found_missing(self, missed: Sequence[RenewalNotice], *, at: datetime) -> None:
        """Somebody knows of these."""
        for notice in missed:
            self._note(notice.id, lambda one: replace(one, missed_at=at))

    def remind(self, of: Silence, *, at: datetime) -> None:
        """The customer is told once what silence comes to."""
        last = self.notices[-1]
        self._note(last.id, lambda one: replace(one, reminded_at=at, reminded_of=of))

    def _note(
        self, notice_id: UUID, noted: Callable[[RenewalNotice], RenewalNotice]
    ) -> RenewalNotice | None:
        self.notices = [noted(one) if one.id == notice_id else one for one in self.notices]
        return next((one for one in self.notices if one.id == notice_id), None)

    def _move_to(self, status: RenewalStatus) -> None:
        if status not in MOVES.get(self.status, set()):
            raise IllegalRenewalMove(f"this renewal is {self.status}, not to be {status}")
        self.status = status
