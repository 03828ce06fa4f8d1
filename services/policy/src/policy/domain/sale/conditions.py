"""The conditions of our acceptance, as they are said: what comes first, by when, and what is later.

A precedent keeps cover from beginning, so its day is the first day of cover at the latest. One that
may be met later is a promise of the customer's with its day, and ends nothing (`decide`, `send`).
"""

from collections.abc import Sequence
from datetime import date

from contracts.policy import ConditionSaid
from policy.domain.application import Application
from policy.domain.application_parts import Requirement


def said(application: Application, *, still_open: bool = False) -> list[ConditionSaid]:
    """In the customer's words, what comes first before what is later; perhaps only what is open."""
    found = [one for one in application.requirements if not (still_open and one.met_at)]
    return [
        ConditionSaid(
            words=one.words[application.language],
            first=one.precedent,
            due_on=by_when(application, one),
        )
        for one in sorted(found, key=lambda one: not one.precedent)
    ]


def by_when(application: Application, one: Requirement) -> date | None:
    """The day it is to be met by: its own, or the first day of cover for what comes first."""
    return one.due_on or (application.offer.period.starts_on if one.precedent else None)


def open_subsequent(application: Application) -> Sequence[Requirement]:
    """What is still to be done while cover runs."""
    return [one for one in application.requirements if not one.precedent and one.met_at is None]
