"""The rules of the house that keep a contract: data, and ours wherever no law is named."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

NoticeKind = Literal["premium_ahead", "reminder", "demand", "last_call"]


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of the reminder ladder."""

    kind: NoticeKind
    days: int
    """Days after the premium was due."""
    required: bool
    """Whether it must have been served before cover may end."""
    by: str | None = None
    """The entry of law that says by when it must be served."""


@dataclass(frozen=True, kw_only=True)
class LapsePlan:
    """What follows when a premium stays unpaid, in some jurisdictions and lines."""

    name: str
    jurisdictions: frozenset[str]
    lines: frozenset[str]
    grace: str
    """The entry of law (or of our wording) under which cover stands."""
    starts: NoticeKind | None
    """The notice whose service starts the grace; None: the due day does."""
    then: Literal["suspended", "lapsed"]
    revives: str
    """`request`, `payment`, or the entry of law that gives cover back after payment."""
    from_payment: bool
    """Whether the law counts cover that revives on request from the day the premium was paid."""
    asks: str | None
    """The entry that gives the time to ask for it, where a suspended contract revives on request.
    """
    ends: str | None
    """The entry under which a suspended contract ends, when nothing was demanded in court."""
    ahead: str | None
    """The entry that wants a notice before the premium is due."""
    ladder: tuple[Rung, ...]

    def fits(self, jurisdiction: str, lines: frozenset[str]) -> bool:
        """Whether it is for this law and this line (with the lines it belongs to)."""
        return bool(self.jurisdictions & {jurisdiction, "*"} and self.lines & lines)


@dataclass(frozen=True, kw_only=True)
class HouseRules:
    """What the company allows."""

    endorsement_back_days: int
    slight_rate: Decimal
    """The share of a term's cost up to which what is overdue of changes has no consequence."""
    insurer_notice_days: int
    short_rate_keeps: Decimal
    short_rate_products: frozenset[str]
    no_short_rate: frozenset[str]
    evidence_lines: frozenset[str]
    without_gap_products: frozenset[str]
    plans: tuple[LapsePlan, ...]

    def wants_notice_ahead(self, jurisdiction: str) -> bool:
        """Whether some law there wants a notice before a premium is due."""
        return jurisdiction in self._ahead

    @cached_property
    def _ahead(self) -> frozenset[str]:
        wanting = [plan.jurisdictions for plan in self.plans if plan.ahead]
        return frozenset().union(*wanting)

    def plan(self, jurisdiction: str, lines: frozenset[str]) -> LapsePlan:
        """The first plan that fits; the last one fits all."""
        return next(plan for plan in self.plans if plan.fits(jurisdiction, lines))
