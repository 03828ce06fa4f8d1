"""What comes next in a sale, and what somebody of these roles can do for it now.

Nothing is named here that would be refused. What an underwriter decides hangs on an authority, and
is not among it.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final

from contracts.roles import Role
from policy.domain.application import Application, Status
from policy.domain.sale.begin import is_late
from policy.domain.sale.conditions import open_subsequent

AGREEMENT: Final = "agreement"
COUNTER: Final = "counter-offers"
_CUSTOMER_SIDE: Final = frozenset({Role.CUSTOMER})
_OUR_SIDE: Final = frozenset({Role.AGENT, Role.UNDERWRITER})
_SALES: Final = frozenset({Role.CUSTOMER, Role.AGENT})
_ALL_THREE: Final = _SALES | _OUR_SIDE


class Step(StrEnum):
    """What comes next: the words of each stand in `house.toml`."""

    OURS = "ours"
    """Our terms lie on the table, the customer has not said yes."""
    THEIRS = "theirs"
    """The customer's do, we have not."""
    AGREED = "agreed"
    TOO_OLD = "too_old"
    """The price is held no longer: these terms lead nowhere any more."""
    SUBMITTED = "submitted"
    UNDERWRITING = "underwriting"
    UNDERWRITING_YOURS = "underwriting_yours"
    """Papers or answers of the customer's are missing: nobody decides before."""
    UNDERWRITING_VISIT = "underwriting_visit"
    """The day of a visit is to be agreed."""
    UNDERWRITING_VISITED = "underwriting_visited"
    """Somebody comes on an agreed day."""
    UNDERWRITING_OURS = "underwriting_ours"
    UNDERWRITING_THEIRS = "underwriting_theirs"
    UNDERWRITING_BOTH = "underwriting_both"
    """The customer's terms lie there, and papers or answers are missing."""
    CONDITIONS = "conditions"
    """Accepted, and the customer has yet to agree to our conditions."""
    ACCEPTED = "accepted"
    INVOICED = "invoiced"
    INVOICED_FIRST = "invoiced_first"
    """It is to be paid, and a condition to be met before cover begins."""
    SETTLED = "settled"
    SETTLED_OTHER = "settled_other"
    """On another's life, one of the two signatures is there."""
    SETTLED_FIRST = "settled_first"
    """It is to be signed, and a condition to be met before cover begins."""
    SIGNED = "signed"
    SIGNED_FIRST = "signed_first"
    """Signed, and a condition is still to be met before cover begins."""
    FIRST_DAY = "first_day"
    """Nothing was bound before the first day: it is moved."""
    IN_FORCE = "in_force"
    DISPATCHED = "dispatched"
    ARCHIVED = "archived"
    ARCHIVED_LATER = "archived_later"
    """The file is closed, and a condition is still to be met by its day."""
    DECLINED = "declined"
    DECLINED_AGAIN = "declined_again"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    """Withdrawn by nobody: it was idle for too long."""


def next_step(application: Application, *, is_held: bool, at: datetime) -> Step:
    """What comes next; `is_held`: whether the price of what lies on the table still is."""
    special = (step for step, is_so in _special(application, is_held, at) if is_so)
    return next(special, None) or Step(application.status.value)


def may(
    application: Application,
    step: Step,
    *,
    roles: Collection[str],
    subject: str,
    has_credit: bool,
    is_held: bool,
    at: datetime,
) -> list[str]:
    """What these roles can do for it now, by the last part of its path."""
    found = [verb for verb, who in _VERBS.get(step, {}).items() if who & set(roles)]
    if (
        Role.FINANCE in roles
        and application.status is Status.INVOICED
        and subject != application.seller
    ):
        found += ["premium", "credit"] if has_credit else ["premium"]
    movable = is_held and is_late(application, at=at)
    if movable and _ALL_THREE & set(roles):
        found.append("first-day")
    return found


def _special(
    one: Application,
    is_held: bool,  # noqa: FBT001 - handed on
    at: datetime,
) -> Iterator[tuple[Step, bool]]:
    """Where more than the status counts: the first that is so."""
    match one.status:
        case Status.NEGOTIATING | Status.POSTPONED:
            yield Step.TOO_OLD, not is_held
            yield _bargaining(one), one.status is Status.NEGOTIATING
        case Status.UNDERWRITING:
            yield from _under_way(one)
        case Status.ACCEPTED:
            yield Step.CONDITIONS, bool(one.requirements) and one.terms_agreed_at is None
            yield Step.FIRST_DAY if is_held else Step.TOO_OLD, is_late(one, at=at)
        case Status.INVOICED:
            yield Step.FIRST_DAY if is_held else Step.TOO_OLD, is_late(one, at=at)
            yield Step.INVOICED_FIRST, bool(one.open_precedents)
        case Status.SETTLED | Status.SIGNED:
            yield Step.FIRST_DAY if is_held else Step.TOO_OLD, is_late(one, at=at)
            yield Step.SETTLED_OTHER, one.status is Status.SETTLED and bool(one.signatures)
            first = Step.SIGNED_FIRST if one.status is Status.SIGNED else Step.SETTLED_FIRST
            yield first, bool(one.open_precedents)
        case Status.ARCHIVED:
            yield Step.ARCHIVED_LATER, bool(open_subsequent(one))
        case Status.DECLINED:
            yield Step.DECLINED_AGAIN, one.is_appealed
        case Status.WITHDRAWN:
            yield Step.CLOSED, one.is_closed


def _under_way(one: Application) -> Iterator[tuple[Step, bool]]:
    """While we decide: what waits for the customer comes before what waits for us."""
    bargaining, waits = _bargaining(one), bool(one.missing_papers or one.missing_answers)
    yield Step.UNDERWRITING_OURS, bargaining is Step.OURS
    yield Step.UNDERWRITING_BOTH, bargaining is Step.THEIRS and waits
    yield Step.UNDERWRITING_THEIRS, bargaining is Step.THEIRS
    yield Step.UNDERWRITING_YOURS, waits
    visit = one.inspection
    if visit is not None and visit.record is None:
        yield Step.UNDERWRITING_VISITED, visit.scheduled_for is not None
        yield Step.UNDERWRITING_VISIT, True


def _bargaining(application: Application) -> Step:
    proposal = application.proposal
    if proposal.agreed_at is not None:
        return Step.AGREED
    return Step.OURS if proposal.side == "company" else Step.THEIRS


_PAPERS: Final = {"documents": _ALL_THREE}
_VERBS: Final[dict[Step, dict[str, frozenset[Role]]]] = {
    Step.OURS: {AGREEMENT: _CUSTOMER_SIDE, COUNTER: _ALL_THREE},
    Step.THEIRS: {AGREEMENT: _OUR_SIDE, COUNTER: _ALL_THREE},
    Step.AGREED: {"submission": _SALES, COUNTER: _ALL_THREE},
    Step.UNDERWRITING: {**_PAPERS, COUNTER: _ALL_THREE},
    Step.UNDERWRITING_YOURS: {**_PAPERS, COUNTER: _ALL_THREE},
    Step.UNDERWRITING_VISIT: {**_PAPERS, COUNTER: _ALL_THREE},
    Step.UNDERWRITING_VISITED: {**_PAPERS, COUNTER: _ALL_THREE},
    Step.UNDERWRITING_OURS: {AGREEMENT: _CUSTOMER_SIDE, **_PAPERS, COUNTER: _ALL_THREE},
    Step.UNDERWRITING_THEIRS: {AGREEMENT: _OUR_SIDE, **_PAPERS, COUNTER: _ALL_THREE},
    Step.UNDERWRITING_BOTH: {AGREEMENT: _OUR_SIDE, **_PAPERS, COUNTER: _ALL_THREE},
    Step.CONDITIONS: {AGREEMENT: _CUSTOMER_SIDE},
    Step.ACCEPTED: {"invoice": frozenset({Role.FINANCE, Role.AGENT})},
    Step.SETTLED: {"signature": _SALES},
    Step.SETTLED_OTHER: {"signature": _SALES},
    Step.SETTLED_FIRST: {"signature": _SALES, **_PAPERS},
    Step.SIGNED: {**_PAPERS},
    Step.SIGNED_FIRST: {**_PAPERS},
    Step.INVOICED_FIRST: {**_PAPERS},
    Step.ARCHIVED_LATER: {**_PAPERS},
    Step.IN_FORCE: {"dispatch": _OUR_SIDE},
    Step.DISPATCHED: {"archive": _OUR_SIDE},
    Step.DECLINED: {"appeal": _CUSTOMER_SIDE},
    Step.POSTPONED: {"submission": _SALES},
}
