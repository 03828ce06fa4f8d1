"""The picture of cover: from the versions of the terms and the dated facts, what is in force when.

Suspension, an end and reinstatement cut time; the terms say what holds in what is left. Nothing
here is stored: it follows from what is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from contracts.policy import CoverGap, CoverInForce
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.wish import Wish
from policy.domain.period import local_day, midnight

Why = Literal["suspended", "lapsed", "cancelled", "withdrawn"]
Cover = Literal["to_come", "in_force", "over", "suspended"]
REVIVABLE: Final = frozenset({"suspended", "lapsed"})


class Happening(StrEnum):
    """What befell a contract."""

    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REINSTATED = "reinstated"


@dataclass(frozen=True, kw_only=True)
class DatedFact:
    """Something that befell the contract: when it counts from, and when we wrote it down."""

    what: Happening
    at: datetime
    recorded_at: datetime
    reason: str
    by: str
    wish: Wish | None = None
    """How the customer asked for it, where an agent says so."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Terms that hold for some days, `[starts_on, ends_on)`."""

    starts_on: date
    ends_on: date
    agreed: Agreed


@dataclass(frozen=True, kw_only=True)
class Span:
    """A time, `[starts_at, ends_at)`."""

    starts_at: datetime
    ends_at: datetime


def spans(term: Span, facts: Sequence[DatedFact]) -> tuple[list[Span], list[CoverGap]]:
    """When we are on risk within the term, and when not and why."""
    cuts = sorted(facts, key=lambda fact: (fact.at, fact.recorded_at))
    on_risk: list[Span] = []
    gaps: list[CoverGap] = []
    since = term.starts_at
    why: Why | None = None
    for fact in cuts:
        at = min(max(fact.at, term.starts_at), term.ends_at)
        if fact.what is Happening.EXPIRED:
            continue
        if fact.what is Happening.REINSTATED:
            if why in REVIVABLE:  # never a contract that was cancelled or given back
                _gap(gaps, since, at, why)
                since, why = at, None
            continue
        if why is None:
            _risk(on_risk, since, at)
        else:
            _gap(gaps, since, at, why)
        since, why = at, _why(fact.what)
    if why is None:
        _risk(on_risk, since, term.ends_at)
    else:
        _gap(gaps, since, term.ends_at, why)
    return on_risk, gaps


def cover_at(
    instant: datetime, term: Span, facts: Sequence[DatedFact], *, ends_at: datetime
) -> Cover:
    """Whether we are on risk at that instant, by these facts; cover ends at `ends_at`."""
    on_risk, gaps = spans(term, facts)
    if any(span.starts_at <= instant < span.ends_at for span in on_risk):
        return "in_force"
    rests = (gap for gap in gaps if gap.starts_at <= instant < gap.ends_at)
    if any(gap.why == "suspended" for gap in rests):
        return "suspended"
    return "to_come" if instant < min(term.starts_at, ends_at) else "over"


def covered_again(instant: datetime, term: Span, facts: Sequence[DatedFact]) -> datetime | None:
    """From when cover that rests at that instant is back, where that is known; None if it runs."""
    on_risk, _ = spans(term, facts)
    if any(span.starts_at <= instant < span.ends_at for span in on_risk):
        return None
    return min((span.starts_at for span in on_risk if span.starts_at > instant), default=None)


def off_risk_since(facts: Sequence[DatedFact]) -> datetime | None:
    """Since when cover rests or is lapsed without a break; None when the last fact is another."""
    since: datetime | None = None
    for fact in reversed(facts):
        if fact.what not in (Happening.SUSPENDED, Happening.LAPSED):
            break
        since = fact.at
    return since


def covers_in_force(
    stretches: Iterable[Stretch], on_risk: Iterable[Span], *, time_zone: str
) -> list[CoverInForce]:
    """Each cover from-to: neighbours on the same terms are one."""
    risk = list(on_risk)
    found: dict[str, list[CoverInForce]] = {}
    for stretch in sorted(stretches, key=lambda one: one.starts_on):
        begins, ends = midnight(stretch.starts_on, time_zone), midnight(stretch.ends_on, time_zone)
        for span in risk:
            starts_at, ends_at = max(begins, span.starts_at), min(ends, span.ends_at)
            if starts_at >= ends_at:
                continue
            for cover in stretch.agreed.covers:
                waited = local_day(starts_at, time_zone) + timedelta(days=cover.waiting_days)
                part = CoverInForce(
                    cover=cover.id,
                    perils=list(cover.perils),
                    limit=cover.limit,
                    deductible=cover.deductible,
                    deductible_days=cover.deductible_days,
                    deductible_share=cover.deductible_share,
                    deductible_most=cover.deductible_most,
                    deductible_per=cover.deductible_per,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    answers_from=max(starts_at, midnight(waited, time_zone)),
                )
                _lay(found.setdefault(cover.id, []), part)
    return [part for parts in found.values() for part in parts]


def _lay(parts: list[CoverInForce], new: CoverInForce) -> None:
    """The waiting period runs once, from where the cover began; a gap does not start it again."""
    if not parts:
        parts.append(new)
        return
    last = parts[-1]
    times = {"starts_at", "ends_at", "answers_from"}
    same = last.model_dump(exclude=times) == new.model_dump(exclude=times)
    if same and last.ends_at == new.starts_at:
        parts[-1] = last.model_copy(update={"ends_at": new.ends_at})
    else:
        answers_from = max(new.starts_at, parts[0].answers_from)
        parts.append(new.model_copy(update={"answers_from": answers_from}))


def _why(what: Happening) -> Why:
    found: dict[Happening, Why] = {
        Happening.SUSPENDED: "suspended",
        Happening.LAPSED: "lapsed",
        Happening.CANCELLED: "cancelled",
        Happening.WITHDRAWN: "withdrawn",
    }
    return found[what]


def _risk(on_risk: list[Span], starts_at: datetime, ends_at: datetime) -> None:
    if starts_at < ends_at:
        on_risk.append(Span(starts_at=starts_at, ends_at=ends_at))


def _gap(gaps: list[CoverGap], starts_at: datetime, ends_at: datetime, why: Why | None) -> None:
    if why is not None and starts_at < ends_at:
        gaps.append(CoverGap(starts_at=starts_at, ends_at=ends_at, why=why))
