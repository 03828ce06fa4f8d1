"""An underwriter clears a rule, sets a condition, accepts or declines; a customer appeals."""

from chassis.work import Work
from policy.domain.application import Application
from policy.domain.application_parts import Requirement
from policy.domain.sale import decide, telling
from policy.storage import Exposures, Underwriting
from policy.use_cases.money.hold_deposits import release_deposits
from policy.use_cases.read_application import Change, decider, fetch
from policy.use_cases.watch_conditions import watch_conditions


async def clear_rule(change: Change, rule_id: str, note: str, work: Work) -> Application:
    """One rule, with a word on why."""
    application = await fetch(change, work)
    by = await decider(application, change, work)
    decide.clear_rule(application, rule_id, by=by, note=note, at=work.now)
    return application


async def require(change: Change, more: Requirement, work: Work) -> Application:
    """A condition of the underwriter's own."""
    application = await fetch(change, work)
    by = await decider(application, change, work)
    decide.require(application, more, by=by, at=work.now)
    return application


async def accept_application(change: Change, work: Work) -> Application:
    """Yes, within authority; beyond it, a proposal to a second person."""
    application = await fetch(change, work)
    limits = Underwriting().limits()
    by = await decider(application, change, work)
    sums = await Exposures(work).together(application, limits)
    said = decide.accept(application, limits, total=sums.total, made_of=sums, by=by, at=work.now)
    work.publish(*said)
    if application.acceptance is not None:
        watch_conditions(application, work)
    return application


async def decline_application(change: Change, note: str, work: Work) -> Application:
    """No, with the reason."""
    application = await fetch(change, work)
    rules = Underwriting().rules(application.line)
    by = await decider(application, change, work)
    work.publish(*decide.decline(application, rules, by=by, note=note, at=work.now))
    return application


async def appeal(change: Change, words: str, work: Work) -> Application:
    """Somebody else looks again."""
    application = await fetch(change, work)
    decide.appeal(application, by=change.by.subject, words=words, at=work.now)
    work.publish(telling.appealed(application, at=work.now))
    return application


async def withdraw_application(change: Change, work: Work) -> Application:
    """The customer does not want it any more."""
    application = await fetch(change, work)
    decide.withdraw(application, by=change.by.subject, at=work.now)
    work.publish(telling.withdrawn(application, at=work.now))
    await release_deposits(application, work)
    return application
