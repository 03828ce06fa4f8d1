"""What a document says is gathered: the thing it is of, and the sheet that says it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from chassis.identity import Principal
from chassis.money import Money
from chassis.work import Work
from contracts.insured import Language
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.versions import in_force_on
from policy.domain.customer import Customer
from policy.domain.document import (
    OF_A_CONTRACT,
    DocumentKind,
    NoSubject,
    NothingToSay,
    Subject,
    UnknownSubject,
)
from policy.domain.endorsement import Endorsement, EndorsementStatus
from policy.domain.money.account import Account
from policy.domain.money.credited import credited
from policy.domain.money.invoice import Invoice, Kind
from policy.domain.money.invoice import Status as InvoiceStatus
from policy.domain.policy import Policy, Status
from policy.domain.renewing.renewal import Renewal, Settled
from policy.letters import (
    CREDITED_FOR,
    Names,
    Reckoning,
    Sheet,
    Speech,
    credit_note_sheet,
    ending_sheet,
    endorsement_sheet,
    invoice_sheet,
    renewal_sheet,
    schedule_sheet,
)
from policy.storage import (
    ArrearsBook,
    Endorsements,
    Products,
    Renewals,
    Versions,
)
from policy.storage.money.accounts import Accounts
from policy.storage.money.ledger import Ledger
from policy.storage.money.rules import collection_rules
from policy.use_cases.cost_on_paper import cost_of
from policy.use_cases.find_agreed import find_agreed
from policy.use_cases.law_on_paper import cited_on_paper, law_says
from policy.use_cases.life_on_paper import life_on_paper
from policy.use_cases.money.what_is_owed import owed_on
from policy.use_cases.names_on_paper import names_of, with_terms
from policy.use_cases.notice_on_paper import notice_on_paper

_ENDED_EARLY = frozenset({Status.CANCELLED, Status.WITHDRAWN, Status.LAPSED})
_A_MOMENT = timedelta(microseconds=1)
_AGREED = frozenset({EndorsementStatus.ACCEPTED, EndorsementStatus.REVERSED})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A document that somebody wants of a contract."""

    kind: DocumentKind
    policy: Policy
    customer: Customer
    subject_id: UUID | None
    language: Language
    by: Principal


async def subject_of(wanted: Wanted, work: Work) -> Subject:
    """The thing it is of, and its state: a revision or term, or how far an invoice is paid.

    Of a next term that is agreed and not settled, each state of its renewal: others may follow.
    What else there is never changes.
    """
    policy = wanted.policy
    if wanted.kind is DocumentKind.RENEWAL:
        renewal, _ = await _agreed(wanted.policy, work)
        if renewal.settled is None:
            return Subject(kind=wanted.kind, id=renewal.id, version=renewal.version)
        return Subject(kind=wanted.kind, id=policy.id, version=renewal.term)
    if wanted.kind in OF_A_CONTRACT:
        return Subject(kind=wanted.kind, id=policy.id, version=policy.revision)
    if wanted.subject_id is None:
        raise NoSubject(f"which {wanted.kind}?", field="/subject_id")
    version = 1
    if wanted.kind is DocumentKind.INVOICE:
        _, invoice = await _billed(wanted, work)
        version = invoice.version
    return Subject(kind=wanted.kind, id=wanted.subject_id, version=version)


async def compose(wanted: Wanted, work: Work) -> Sheet:
    """The sheet; a refusal where there is nothing to say yet."""
    speech = Speech(wanted.language)
    policy, customer = wanted.policy, wanted.customer
    names = names_of(
        policy.product, policy.product_version, policy.billed.currency, wanted.language
    )
    match wanted.kind:
        case DocumentKind.SCHEDULE:
            stretches = await Versions(work).stretches(policy)
            cost = await cost_of(policy, stretches, work)
            plan = Products().version(policy.product, policy.product_version)
            names = with_terms(names, plan, policy.jurisdiction, wanted.language)
            life = await life_on_paper(policy, customer, wanted.language, work)
            return schedule_sheet(
                policy, stretches, cost, customer, names, life=life, speech=speech, at=work.now
            )
        case DocumentKind.ENDING:
            if policy.status not in _ENDED_EARLY:
                raise NothingToSay(f"policy {policy.number} has not ended early")
            reckoning = await _reckoning(policy, speech, work)
            return ending_sheet(policy, customer, names, speech, reckoning, at=work.now)
        case DocumentKind.ENDORSEMENT:
            return await _endorsement(wanted, names, speech, work)
        case DocumentKind.INVOICE:
            return await _invoice(wanted, names, speech, work)
        case DocumentKind.NOTICE:
            return await _notice(wanted, names, speech, work)
        case DocumentKind.RENEWAL:
            return await _renewal(wanted, speech, work)


async def _endorsement(wanted: Wanted, names: Names, speech: Speech, work: Work) -> Sheet:
    entered = await Endorsements(work).of(wanted.policy.id)
    change = next((one for one in entered if one.id == wanted.subject_id), None)
    if change is None:
        raise _unknown(wanted)
    if change.status not in _AGREED:
        raise NothingToSay(f"endorsement {change.number} is {change.status}")
    before = await _before(change, work)
    return endorsement_sheet(
        change, wanted.policy, wanted.customer, names, speech, before=before, at=work.now
    )


async def _before(change: Endorsement, work: Work) -> Agreed | None:
    """The terms of its day as they were known until it was agreed."""
    assert change.accepted_at is not None
    known = await Versions(work).of(change.policy_id)
    version = in_force_on(known, change.effective_on, known_at=change.accepted_at - _A_MOMENT)
    return version.agreed if version else None


async def _billed(wanted: Wanted, work: Work) -> tuple[Account, Invoice]:
    account = await Accounts(work).get(wanted.policy.id, asked_by=wanted.by)
    invoice = next((one for one in account.invoices if one.id == wanted.subject_id), None)
    if invoice is None:
        raise _unknown(wanted)
    return account, invoice


async def _invoice(wanted: Wanted, names: Names, speech: Speech, work: Work) -> Sheet:
    account, invoice = await _billed(wanted, work)
    policy, customer = wanted.policy, wanted.customer
    if invoice.status is InvoiceStatus.PLANNED:
        raise NothingToSay(f"invoice {invoice.number} goes out on {invoice.issue_on}")
    if invoice.kind is not Kind.CREDIT_NOTE:
        pay_to = collection_rules().pay_to.get(account.currency)
        several = account.payment_mode.instalments > 1 and invoice.kind is Kind.INSTALMENT
        return invoice_sheet(
            invoice, policy, customer, names, speech,
            pay_to=pay_to, in_parts=several, at=work.now,
        )  # fmt: skip
    went = credited(invoice, account, await Ledger(work).credit_notes(policy.id))
    return credit_note_sheet(
        invoice, went, account, policy, customer, names=names, speech=speech, at=work.now
    )


async def _notice(wanted: Wanted, names: Names, speech: Speech, work: Work) -> Sheet:
    policy, customer = wanted.policy, wanted.customer
    for owed in await ArrearsBook(work).of(policy.id):
        for notice in owed.notices:
            if notice.id == wanted.subject_id:
                return await notice_on_paper(
                    notice, owed, policy, customer, names=names, speech=speech, work=work
                )
    raise _unknown(wanted)


async def _renewal(wanted: Wanted, speech: Speech, work: Work) -> Sheet:
    policy, customer = wanted.policy, wanted.customer
    renewal, settled = await _agreed(policy, work)
    version = settled.terms.product_version
    names = names_of(policy.product, version, policy.billed.currency, wanted.language)
    plan = Products().version(policy.product, version)
    names = with_terms(names, plan, policy.jurisdiction, wanted.language)
    return renewal_sheet(renewal, settled, policy, customer, names, speech=speech, at=work.now)


async def _agreed(policy: Policy, work: Work) -> tuple[Renewal, Settled]:
    """Of the next term once it is agreed, else of the one that runs."""
    found = await find_agreed(policy, work)
    if found is not None:
        return found
    runs = policy.term_number if policy.coming is None else policy.term_number + 1
    renewal = await Renewals(work).of_term(policy.id, runs)
    if renewal is None or renewal.settled is None:
        raise NothingToSay(f"no next term of {policy.number} is agreed yet")
    return renewal, renewal.settled


async def _reckoning(policy: Policy, speech: Speech, work: Work) -> Reckoning:
    """What was taken back when it ended, what is still owed, and what the rule of a lapse says."""
    lapsed = policy.status is Status.LAPSED
    rule = policy.facts[-1].by
    law = law_says(rule, speech.language) if lapsed else ""
    cited = cited_on_paper(rule, speech.language) if lapsed else ""
    account = await Accounts(work).find(policy.id)
    if account is None:
        return Reckoning(law=law, cited=cited)
    why = CREDITED_FOR[policy.status]
    notes = [one for one in account.invoices if one.kind is Kind.CREDIT_NOTE and one.reason == why]
    return Reckoning(
        credited=notes[-1].lines if notes else (),
        owed=sum(account.unpaid().values(), Money.zero(account.currency)),
        law=law,
        cited=cited,
        how_to_pay=owed_on(account, at=work.now).say(speech.language) if lapsed else "",
    )


def _unknown(wanted: Wanted) -> UnknownSubject:
    return UnknownSubject(
        f"policy {wanted.policy.number} has no {wanted.kind} {wanted.subject_id}",
        field="/subject_id",
    )
