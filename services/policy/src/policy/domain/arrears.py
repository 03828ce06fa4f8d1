"""A premium that is due and not paid: grace, the reminder ladder, and what may follow.

    COMING ──► GRACE ──► SUSPENDED ──► LAPSED      only when every required notice was served
      │          ├─────────────────────▲           in time, and the time has run
      │          └──► HELD ──(served late: a new grace)──► GRACE
      │          │    │      │       │
      └──────────┴────┴──────┴───────┴──► PAID / CLOSED
      ▲                                    │
      └── the bank took the money back ────┘  with the first due day
      ▲
      └── GRACE / HELD: the account was on hold and is not any more, the customer is told anew

HELD: the time has run, but a required notice was not served. Cover stands, and a person sees to it.
A claim in grace or while held is covered: nothing here touches cover but SUSPENDED and LAPSED.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from chassis.errors import Conflict
from chassis.money import Money
from policy.domain.contract.rules import LapsePlan, NoticeKind, Rung
from statutes import Clock, Entry, Library, reckon

LATE_NOTICE: Final = {"suspended": "YB-LATE-NOTICE-RESTS", "lapsed": "YB-LATE-NOTICE"}
"""What a late notice gives, by what follows after it."""
LATE_NOTICES: Final = frozenset(LATE_NOTICE.values())
_STARTED_BY_NOTICE: Final = "premium_demand"


class ArrearsStatus(StrEnum):
    """How far it has come."""

    COMING = "coming"
    GRACE = "grace"
    HELD = "held"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    PAID = "paid"
    CLOSED = "closed"


_OVER: Final = {ArrearsStatus.PAID, ArrearsStatus.CLOSED}
MOVES: Final = {
    ArrearsStatus.COMING: {ArrearsStatus.GRACE, *_OVER},
    ArrearsStatus.GRACE: {
        ArrearsStatus.COMING,
        ArrearsStatus.HELD,
        ArrearsStatus.SUSPENDED,
        ArrearsStatus.LAPSED,
        *_OVER,
    },
    ArrearsStatus.HELD: {ArrearsStatus.COMING, ArrearsStatus.GRACE, *_OVER},
    ArrearsStatus.SUSPENDED: {ArrearsStatus.LAPSED, *_OVER},
    ArrearsStatus.LAPSED: _OVER,
    ArrearsStatus.PAID: {ArrearsStatus.COMING},
    ArrearsStatus.CLOSED: {ArrearsStatus.COMING},
}


class IllegalArrearsMove(Conflict, code="illegal-arrears-move"):
    """These arrears cannot go there from where they are."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One notice of the ladder, and the evidence of what became of it."""

    id: UUID
    kind: NoticeKind
    rule: str
    said_at: datetime
    served_at: datetime | None = None
    bounced_at: datetime | None = None
    why: str | None = None
    before: bool = False
    """Said before the bank took the premium back, or before a hold: it counts no more."""


@dataclass(eq=False, kw_only=True)
class Arrears:
    """One unpaid premium of one contract."""

    id: UUID
    policy_id: UUID
    customer_id: UUID
    due_on: date
    amount: Money
    plan: str
    opened_at: datetime
    status: ArrearsStatus = ArrearsStatus.COMING
    notices: list[Notice] = field(default_factory=list)
    grace: dict[str, Any] | None = None
    """The clock under which cover stands, once it runs."""
    settled_at: datetime | None = None
    """When we learned of it: the account knows when it was paid."""
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether the premium is still owed."""
        return self.status not in _OVER

    def clock(self, library: Library) -> Clock | None:
        """The grace, if it runs."""
        return None if self.grace is None else Clock.from_dict(self.grace, library)

    def fall_due(self, plan: LapsePlan, library: Library) -> None:
        """The day has come and nothing was paid. Grace runs from it, unless a notice starts it."""
        self._move_to(ArrearsStatus.GRACE)
        if plan.starts is None:
            entry = library.entry(plan.grace)
            self._run(Clock.start(entry, noon(self.due_on, entry)))

    def reopen(self) -> None:
        """Taken back, or off hold: due when it first was, and the customer is told anew."""
        self._move_to(ArrearsStatus.COMING)
        self.settled_at = self.grace = None
        self.notices = [replace(one, before=True) for one in self.notices]

    def say(self, notice: Notice) -> None:
        """A notice is on its way."""
        self.notices = [*self.notices, notice]

    def served(
        self, notice_id: UUID, *, at: datetime, day: date, plan: LapsePlan, library: Library
    ) -> None:
        """Evidence that a notice reached the customer: what waited for it may begin to run.

        `day` is what their own calendar said then: our wording counts from it.
        """
        notice = self._note(notice_id, lambda one: replace(one, served_at=one.served_at or at))
        if notice is None or notice.before or not self.is_open:
            return
        if self.status is ArrearsStatus.GRACE and self.grace is None and notice.kind == plan.starts:
            entry = library.entry(plan.grace)
            known = {"premium_due": noon(self.due_on, entry)} if _asks_due(entry) else None
            self._run(Clock.start(entry, at, known=known))
        elif self.status is ArrearsStatus.HELD and not self.missing(plan, late_too=True):
            self._move_to(ArrearsStatus.GRACE)
            entry = library.entry(LATE_NOTICE[plan.then])
            self._run(Clock.start(entry, noon(day, entry), noted=at))

    def bounced(self, notice_id: UUID, *, why: str, at: datetime) -> bool:
        """Evidence that a notice did not arrive. Tells whether somebody should see to it."""
        noted = self._note(notice_id, lambda one: replace(one, bounced_at=at, why=why))
        return noted is not None and noted.served_at is None and self.is_open

    def missing(
        self, plan: LapsePlan, library: Library | None = None, *, late_too: bool = False
    ) -> list[NoticeKind]:
        """The required notices that were not served, or not in time (`late_too`: at all)."""
        grace = None if library is None else self.clock(library)
        granted_anew = grace is not None and grace.entry.id in LATE_NOTICES
        wanted = [rung for rung in plan.ladder if rung.required]
        found = [
            rung.kind
            for rung in wanted
            if not self._was_served(
                rung, None if late_too or granted_anew or grace is None else grace, library
            )
        ]
        if plan.ahead and library is not None and not self._was_served_ahead(plan.ahead, library):
            found.insert(0, "premium_ahead")
        return found

    def run_out(self, *, at: datetime, plan: LapsePlan, library: Library) -> ArrearsStatus | None:
        """The time may have run: cover rests, ends, or is held. None: not yet, or not any more."""
        grace = self.clock(library)
        if self.status is not ArrearsStatus.GRACE or grace is None or at < grace.due:
            return None
        if self.missing(plan, library):
            self._move_to(ArrearsStatus.HELD)
        else:
            self._move_to(ArrearsStatus(plan.then))
        return self.status

    def hold(self) -> None:
        """The notice that starts the grace was never served: cover stands, a person sees to it."""
        self._move_to(ArrearsStatus.HELD)

    def end(self) -> None:
        """The suspended contract ends for good."""
        self._move_to(ArrearsStatus.LAPSED)

    def settle(self, *, at: datetime, paid: bool = True) -> None:
        """It is paid; or given up, or the contract has ended: nobody is dunned for it."""
        self._move_to(ArrearsStatus.PAID if paid else ArrearsStatus.CLOSED)
        self.settled_at = at

    def _was_served(self, rung: Rung, grace: Clock | None, library: Library | None) -> bool:
        times = [one.served_at for one in self._said(rung.kind) if one.served_at]
        if not times:
            return False
        if grace is None or library is None:
            return True
        by = grace.due
        if rung.by is not None:
            entry = library.entry(rung.by)
            by = reckon(entry, grace.due if entry.backwards else noon(self.due_on, entry)).due
        return min(times) <= by

    def _said(self, kind: NoticeKind) -> list[Notice]:
        """The notices of that kind; a last call in a reminder's place reminds as well."""
        said = [one for one in self.notices if one.kind == kind and not one.before]
        if kind == "reminder" and not said:
            return self._said("last_call")
        return said

    def _was_served_ahead(self, rule: str, library: Library) -> bool:
        entry = library.entry(rule)
        window = reckon(entry, noon(self.due_on, entry))
        opens = window.opens or window.due
        return any(
            one.kind == "premium_ahead" and one.served_at and opens <= one.served_at <= window.due
            for one in self.notices
        )

    def _note(self, notice_id: UUID, noted: Callable[[Notice], Notice]) -> Notice | None:
        self.notices = [noted(one) if one.id == notice_id else one for one in self.notices]
        return next((one for one in self.notices if one.id == notice_id), None)

    def _run(self, clock: Clock) -> None:
        self.grace = clock.as_dict()

    def _move_to(self, status: ArrearsStatus) -> None:
        if status not in MOVES.get(self.status, set()):
            raise IllegalArrearsMove(f"these arrears are {self.status} and cannot be {status}")
        self.status = status


def noon(day: date, entry: Entry) -> datetime:
    """That day where the law is counted: noon stands for the whole of it."""
    return datetime.combine(day, time(12), tzinfo=entry.zone)


def _asks_due(entry: Entry) -> bool:
    return any(branch.start == "premium_due" for branch in entry.also)
