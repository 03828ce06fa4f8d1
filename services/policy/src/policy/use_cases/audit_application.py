"""The agreed terms are applied for and audited; what is standard is accepted at once."""

from dataclasses import dataclass

from chassis.work import Work
from contracts.roles import Role
from policy.domain.application import Application, Status
from policy.domain.sale import audit, correct, decide
from policy.domain.sale.papers import Sheet
from policy.storage import Exposures, Underwriting
from policy.use_cases.check_terms import must_be_held
from policy.use_cases.keep_papers import keep_papers
from policy.use_cases.price_what_was_found import price_what_was_found
from policy.use_cases.read_application import Change, decider, fetch
from policy.use_cases.watch_conditions import watch_conditions


async def submit_application(change: Change, work: Work) -> Application:
    """Apply for it."""
    application = await fetch(change, work)
    audit.submit(application, by=change.by.subject, at=work.now)
    must_be_held(application, work)
    await audit_again(application, work)
    return application


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """What was asked for: papers, and answers."""

    change: Change
    papers: list[Sheet]
    answers: dict[str, str | bool | int]


async def hand_in(order: HandIn, work: Work) -> Application:
    """Take it; answers that say something new are audited again."""
    application = await fetch(order.change, work)
    me = order.change.by
    rules = Underwriting().rules(application.line)
    otherwise = correct.corrected(application, rules, order.answers)
    asked_only = not otherwise and (me.roles & {Role.CUSTOMER, Role.AGENT})
    if Role.UNDERWRITER not in me.roles or asked_only:
        audit.must_be_asked(application, rules, order.answers)
    elif order.answers:
        await _put_right(application, otherwise, order, work)
    papers = [
        one.as_paper(where=f"/documents/{nth}", by=me.subject, at=work.now)
        for nth, one in enumerate(order.papers)
    ]
    changed = audit.hand_in(application, papers, order.answers, by=me.subject, at=work.now)
    await keep_papers(application, papers, order.papers, work)
    if otherwise:
        price_what_was_found(application, order.answers, work)
    if application.status is Status.UNDERWRITING:
        await audit_again(application, work, material=changed)
    return application


async def _put_right(
    application: Application, otherwise: list[str], order: HandIn, work: Work
) -> None:
    """An underwriter answers: with authority, and what vanishes by it still waits."""
    rules = Underwriting().rules(application.line)
    correct.must_be_able_to_correct(application, await decider(application, order.change, work))
    rules.facts.must_fit_the_price(application.offer, order.answers)
    if otherwise:
        by = order.change.by.subject
        correct.keep_what_vanishes(application, rules, order.answers)
        correct.note_correction(application, otherwise, by=by, at=work.now)


async def audit_again(application: Application, work: Work, *, material: bool = True) -> None:
    """Try the rules, then let the machine accept what is standard and within its limit."""
    underwriting = Underwriting()
    rules, limits = underwriting.rules(application.line), underwriting.limits()
    work.publish(*audit.audit(application, rules, at=work.now, material=material))
    sums = await Exposures(work).together(application, limits)
    if decide.engine_may_accept(application, limits, sums.total):
        by = decide.the_engine()
        said = decide.accept(
            application, limits, total=sums.total, made_of=sums, by=by, at=work.now
        )
        work.publish(*said)
        watch_conditions(application, work)
