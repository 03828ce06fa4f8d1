"""The papers go out with proof, conditions are met or missed, and the file is closed."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from chassis.errors import Conflict, NotFound, Rejected
from chassis.events import Event
from contracts.policy import ConditionMissed
from policy.domain.application import Application, Status
from policy.domain.application_parts import Dispatch, Requirement
from policy.domain.underwriting.authority import FourEyes

_WANTED: Final = frozenset(Status) - {
    Status.NEGOTIATING, Status.SUBMITTED, Status.DECLINED, Status.POSTPONED, Status.WITHDRAWN,
}  # fmt: skip
"""Where conditions stand: from our looking at it on, and for as long as the contract does."""


class BadDispatch(Rejected, code="bad-dispatch"):
    """Clocks start with it: nothing was sent before there was a contract, or later than now."""


class NoSuchCondition(NotFound, code="condition-unknown"):
    """This application has no such condition."""


class ConditionMet(Conflict, code="condition-met"):
    """This condition is met already."""


def dispatch(application: Application, sent: Dispatch, *, by: str, at: datetime) -> bool:
    """Take down one sending and its proof. True when it is the first that counts as delivery.

    A bounce, and what only our own server says, is no notice: the next channel must be tried.
    """
    application.must_be(Status.IN_FORCE, Status.DISPATCHED)
    made_at = max(step.at for step in application.steps if step.what == Status.IN_FORCE)
    must_be_possible(sent, made_at=made_at, at=at)
    application.dispatches = [*application.dispatches, sent]
    first = sent.proof.is_notice and application.status is Status.IN_FORCE
    if first:
        application.move_to(Status.DISPATCHED, by=by, at=at, note=f"{sent.channel} {sent.proof}")
    else:
        application.note("sent", by=by, at=at, note=f"{sent.channel} {sent.proof}")
    return first


def must_be_possible(sent: Dispatch, *, made_at: datetime, at: datetime) -> None:
    """Refuse a sending before there was a contract, or later than now."""
    if not made_at <= sent.at <= at:
        raise BadDispatch("papers go out when the contract is made, by now", field="/at")


def meet(
    application: Application,
    condition_id: str,
    *,
    evidence: str,
    by: str,
    at: datetime,
    underwrites: bool,
) -> None:
    """A condition is met, and this shows it; late is better than never.

    What must be done first an underwriter looks at who did not sell it: everybody else hands in
    the proof.
    """
    application.must_be(*_WANTED)
    one = _requirement(application, condition_id)
    if one.precedent and (not underwrites or by == application.seller):
        raise FourEyes("hand in the proof: an underwriter who did not sell it says that it is met")
    if one.met_at is not None:
        raise ConditionMet(f"{condition_id} was met on {one.met_at:%Y-%m-%d}")
    _put(application, replace(one, met_at=at, evidence=evidence))
    application.note("condition_met", by=by, at=at, note=f"{condition_id}: {evidence}")


def miss(application: Application, condition_id: str, *, at: datetime) -> list[Event]:
    """Its day has come and it is not met: we say so. Cover never ends by itself because of it."""
    one = _requirement(application, condition_id)
    if one.met_at or one.missed_at or application.status is Status.WITHDRAWN:
        return []
    _put(application, replace(one, missed_at=at))
    application.note("condition_missed", by="engine", at=at, note=condition_id)
    return [
        ConditionMissed(
            application_id=application.id,
            number=application.number,
            customer_id=application.customer_id,
            condition=one.words[application.language],
            missed_at=at,
            first=one.precedent,
        )
    ]


def archive(application: Application, *, by: str, at: datetime) -> None:
    """Nothing more is to be done: the file is closed, its log whole."""
    application.move_to(Status.ARCHIVED, by=by, at=at)


def _requirement(application: Application, condition_id: str) -> Requirement:
    for one in application.requirements:
        if one.id == condition_id:
            return one
    raise NoSuchCondition("there is no such condition")


def _put(application: Application, changed: Requirement) -> None:
    application.requirements = [
        changed if one.id == changed.id else one for one in application.requirements
    ]
