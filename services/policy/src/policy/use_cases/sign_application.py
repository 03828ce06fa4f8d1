"""The signature is taken down and reviewed; when it convinces, the contract is made."""

from dataclasses import replace

from chassis.work import Work
from policy.domain.application import Application, Status
from policy.domain.application_parts import Signature
from policy.domain.sale import begin, sign, telling
from policy.domain.sale.papers import Sheet
from policy.domain.sale.review import Review
from policy.domain.sale.signer import matches
from policy.storage import Customers, Underwriting, Wordings
from policy.use_cases.issue_contract import IssueContract, issue_contract
from policy.use_cases.keep_papers import keep_papers
from policy.use_cases.money.hold_deposits import assign_deposits, deposits_of
from policy.use_cases.price_what_was_found import as_known
from policy.use_cases.read_application import Change, fetch


async def sign_application(change: Change, signature: Signature, work: Work) -> Application:
    """Take down the evidence, and whether the file names whoever signed."""
    application = await fetch(change, work)
    customer = await Customers(work).insured(application.customer_id)
    named = matches(signature.signer, customer)
    if signature.capacity == "life_insured":  # of another's life we have no file, but of the holder
        named = False if named else None
    signature = replace(signature, signer_matches=named)
    rules, by = Underwriting().rules(application.line), change.by.subject
    sign.sign(application, signature, rules, by=by, at=work.now)
    if application.status is Status.SIGNED:
        work.publish(telling.signed(application, at=work.now))
    return application


async def send_back_signature(change: Change, note: str, work: Work) -> Application:
    """It is signed again."""
    application = await fetch(change, work)
    sign.send_back(application, by=change.by.subject, note=note, at=work.now)
    work.publish(telling.sent_back(application, at=work.now))
    return application


async def approve_signature(
    change: Change, review: Review, report: Sheet | None, work: Work
) -> Application:
    """It convinces: make the contract of what was agreed, and put it in force."""
    application = await fetch(change, work)
    rules, by = Underwriting().rules(application.line), change.by.subject
    sign.must_be_reviewable(application, review, rules, by=by, at=work.now)
    begin.must_begin_as_agreed(application, at=work.now)
    customer = await Customers(work).insured(application.customer_id)
    order = IssueContract(
        customer_id=customer.id,
        offer=as_known(application),
        wording=Wordings().of(
            application.product, line=application.line, version=application.offer.product_version
        ),
        insured_person=application.signer_of_life,
        is_bound=True,
        first_due_on=application.invoice_due_on if application.settled_by == "credit" else None,
        deposits=await deposits_of(application, work),
        by=by,
    )
    policy = await issue_contract(order, work)
    await assign_deposits(application, policy, work)
    where = "/validation/report"
    kept = report.as_paper(where=where, by=by, at=work.now) if report else None
    sign.put_in_force(application, policy.id, review, rules, report=kept, by=by, at=work.now)
    if report is not None and kept is not None:
        await keep_papers(application, [kept], [report], work)
    return application
