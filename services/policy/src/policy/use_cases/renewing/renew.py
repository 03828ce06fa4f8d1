"""A renewal is settled on the eve, and the next term begins the instant the last one ends."""

from chassis.errors import Refusal
from chassis.work import Work
from contracts.roles import Role
from policy.domain.document import DocumentKind
from policy.domain.endorsement import EndorsementStatus
from policy.domain.policy import Policy, Status
from policy.domain.preservation.endorse import price
from policy.domain.renewing.renewal import NothingOffered, Renewal, Settled
from policy.domain.renewing.settle import as_reminded, settlement
from policy.domain.renewing.turn import agree_next_term, begin_next_term
from policy.storage import Endorsements, HouseBook, Tariffs, Versions
from policy.use_cases.money.charge_term import charge_term
from policy.use_cases.price_endorsement import lines_of
from policy.use_cases.raise_task import nothing_to_see_to, raise_task
from policy.use_cases.renewing.late_refusal import LATE_REFUSAL
from policy.use_cases.renewing.watch_renewal import reminds_at
from policy.use_cases.want_document import want_document
from policy.use_cases.watch_contract import watch_new_contract


async def settle_renewal(renewal: Renewal, policy: Policy, work: Work) -> None:
    """Renew on the terms that hold, or end; what a person should know is a task."""
    if policy.status is not Status.ISSUED:
        renewal.end(f"the contract is {policy.status}", at=work.now)
        return
    found = settlement(renewal, HouseBook().renewal_law(policy.jurisdiction, policy.line))
    found = as_reminded(found, renewal, reminds_at=reminds_at(renewal, policy))
    await nothing_to_see_to(LATE_REFUSAL, policy, f"settled: {found.why}", work, by="calendar")
    if found.task is not None:
        about = f"the next term of {policy.number}: {found.why}"
        await raise_task(found.task, about, owner=Role.UNDERWRITER, policy=policy, work=work)
    if found.how is None:
        renewal.end(found.why, at=work.now)
        return
    stretches = await Versions(work).stretches(policy)
    stays = found.how == "old_terms"
    last = stretches[-1].agreed
    terms = Tariffs().as_agreed(policy, last) if stays else renewal.must_be.next
    settled = Settled(how=found.how, terms=terms, why=found.why)
    await renew(renewal, policy, settled, work, untold=found.untold)


async def renew(
    renewal: Renewal, policy: Policy, settled: Settled, work: Work, *, untold: bool = False
) -> None:
    """The next term is agreed: it is in the versions and in the picture of cover from now on."""
    renewal.renew(settled, at=work.now)
    stretches = await Versions(work).stretches(policy)
    event = agree_next_term(policy, stretches, renewal, settled, untold=untold)
    if policy.coming is not None:
        Versions(work).follow(policy, policy.coming)
    work.publish(event)
    want_document(DocumentKind.RENEWAL, policy.id, work)


async def begin_term(renewal: Renewal, policy: Policy, work: Work) -> None:
    """The last instant of the old term has come: the contract is its next term now."""
    if renewal.settled is None:
        raise NothingOffered(f"the next term of {policy.number} is not settled")
    begin_next_term(policy, await Versions(work).stretches(policy), renewal.settled)
    await _carry_over(policy, work)
    watch_new_contract(policy, work)
    await charge_term(policy, renewal.settled, work)


async def _carry_over(policy: Policy, work: Work) -> None:
    """Wishes nobody decided are wishes for the next term, at its price."""
    for wish in await Endorsements(work).of(policy.id):
        if wish.status is not EndorsementStatus.PRICED:
            continue
        wish.carry(term=policy.term_number, effective_on=policy.starts_on)
        try:
            outcome = price(policy, [], wish.step, Tariffs().of(policy)).must_be
        except Refusal:  # what it costs is not known any more: who agrees to it will hear why
            continue
        wish.price(lines_of(policy, [policy.whole_term], outcome))
