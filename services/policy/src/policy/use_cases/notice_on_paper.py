"""A notice of the reminder ladder as a document: what was true when it was said."""

from chassis.work import Work
from policy.domain.arrears import LATE_NOTICES, Arrears, Notice
from policy.domain.contract.picture import covered_again
from policy.domain.customer import Customer
from policy.domain.money.account import reference_of
from policy.domain.policy import Policy
from policy.domain.time_to_pay import pay_within
from policy.letters import Names, Sheet, Speech, notice_sheet
from policy.storage import HouseBook
from policy.storage.money.accounts import Accounts
from policy.storage.money.rules import collection_rules
from policy.use_cases.law_on_paper import cited_on_paper, law_says


async def notice_on_paper(
    notice: Notice,
    owed: Arrears,
    policy: Policy,
    customer: Customer,
    *,
    names: Names,
    speech: Speech,
    work: Work,
) -> Sheet:
    """One said late names no day on which cover ends: its time runs from when it is served."""
    house, language = HouseBook(), speech.language
    plan = house.plan(policy.jurisdiction, policy.line)
    library, late = house.law(policy.time_zone), notice.rule in LATE_NOTICES
    stands = None if late else owed.clock(library)
    grace = library.entry(notice.rule if late else plan.grace)
    return notice_sheet(
        notice,
        owed,
        policy,
        customer,
        names,
        speech=speech,
        cover_until=stands.due if stands and stands.due > notice.said_at else None,
        covered_from=covered_again(notice.said_at, policy.term, policy.facts),
        pay_within=pay_within(notice.kind, plan, grace, language),
        reference=reference_of(await Accounts(work).find(policy.id), owed.due_on),
        pay_to=collection_rules().pay_to.get(owed.amount.currency),
        what_follows=law_says(notice.rule, language),
        law=cited_on_paper(notice.rule, language),
        at=work.now,
    )
