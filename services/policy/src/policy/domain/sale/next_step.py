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
    UNDERWRITING_OURS = "underwriting_ours"
    UNDERWRITING_THEIRS = "underwriting_theirs"
    CONDITIONS = "conditions"
    """Accepted, and the customer has yet to agree to our conditions."""
    ACCEPTED = "accepted"
    INVOICED = "invoiced"
    SETTLED = "settled"
    SETTLED_OTHER = "settled_other"
    """On another's life, one of the two signatures is there."""
    SIGNED = "signed"
    FIRST_DAY = "first_day"
    """Nothing was bound before the first day: it is moved."""
    IN_FORCE = "in_force"
    DISPATCHED = "dispatched"
    ARCHIVED = "archived"
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
    if Role.FINANCE in roles and step is Step.INVOICED and subject != application.seller:
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
            yield _UNDER_WAY[_bargaining(one)], True
        case Status.ACCEPTED:
            yield Step.CONDITIONS, bool(one.requirements) and one.terms_agreed_at is None
        case Status.SETTLED | Status.SIGNED:
            yield Step.FIRST_DAY if is_held else Step.TOO_OLD, is_late(one, at=at)
            yield Step.SETTLED_OTHER, one.status is Status.SETTLED and bool(one.signatures)
        case Status.DECLINED:
            yield Step.DECLINED_AGAIN, one.is_appealed
        case Status.WITHDRAWN:
            yield Step.CLOSED, one.is_closed


def _bargaining(application: Application) -> Step:
    proposal = application.proposal
    if proposal.agreed_at is not None:
        return Step.AGREED
    return Step.OURS if proposal.side == "company" else Step.THEIRS


_UNDER_WAY: Final = {
    Step.AGREED: Step.UNDERWRITING,
    Step.OURS: Step.UNDERWRITING_OURS,
    Step.THEIRS: Step.UNDERWRITING_THEIRS,
}
_PAPERS: Final = {"documents": _ALL_THREE}
_VERBS: Final[dict[Step, dict[str, frozenset[Role]]]] = {
    Step.OURS: {AGREEMENT: _CUSTOMER_SIDE, COUNTER: _ALL_THREE},
    Step.THEIRS: {AGREEMENT: _OUR_SIDE, COUNTER: _ALL_THREE},
    Step.AGREED: {"submission": _SALES, COUNTER: _ALL_THREE},
    Step.UNDERWRITING: {**_PAPERS, COUNTER: _ALL_THREE},
    Step.UNDERWRITING_OURS: {AGREEMENT: _CUSTOMER_SIDE, **_PAPERS, COUNTER: _ALL_THREE},
    Step.UNDERWRITING_THEIRS: {AGREEMENT: _OUR_SIDE, **_PAPERS, COUNTER: _ALL_THREE},
    Step.CONDITIONS: {AGREEMENT: _CUSTOMER_SIDE},
    Step.ACCEPTED: {"invoice": frozenset({Role.FINANCE, Role.AGENT})},
    Step.SETTLED: {"signature": _SALES},
    Step.SETTLED_OTHER: {"signature": _SALES},
    Step.SIGNED: {**_PAPERS},
    Step.IN_FORCE: {"dispatch": _OUR_SIDE},
    Step.DISPATCHED: {"archive": _OUR_SIDE},
    Step.DECLINED: {"appeal": _CUSTOMER_SIDE},
    Step.POSTPONED: {"submission": _SALES},
}
