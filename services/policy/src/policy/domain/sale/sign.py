"""The signature and its review: which text, who, when, how; then the contract is made."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.errors import Conflict, Rejected
from policy.domain.application import Application, Status
from policy.domain.application_parts import Paper, Proposal, Signature
from policy.domain.sale.begin import is_on_another_life, must_begin_as_agreed
from policy.domain.sale.papers import must_be_new
from policy.domain.sale.review import (
    RANK,
    Review,
    WeakSignature,
    is_by_another,
    must_be_worth,
    must_stand,
    reviewed,
)
from policy.domain.underwriting.authority import FourEyes
from policy.domain.underwriting.rules import Rulebook


class OtherDocument(Rejected, code="other-document"):
    """What was signed is not what was agreed."""


class PrecedentOpen(Conflict, code="condition-precedent-open"):
    """A condition must be met before anything is issued."""


def sign(
    application: Application, signature: Signature, rules: Rulebook, *, by: str, at: datetime
) -> None:
    """Take down the evidence. The last signature that is needed makes the move."""
    application.must_be(Status.SETTLED)
    if signature.document_sha256 != application.terms_sha256:
        raise OtherDocument("the hash is not that of the agreed terms", field="/document_sha256")
    if RANK.index(signature.level) < RANK.index(rules.signature):
        raise WeakSignature(f"{rules.signature.upper()} is needed", field="/level")
    _must_be_in_order(application, signature, at=at)
    if signature.identity_result != "passed" or not signature.scrolled_to_end:
        raise WeakSignature("the signer was not identified, or did not see it all",
                            field="/identity_result")  # fmt: skip
    others = [one for one in application.signatures if one.capacity != signature.capacity]
    application.signatures = [*others, signature]
    if signature.capacity == "holder":
        _agree(application, at=at)
    application.note(
        "signature_recorded", by=by, at=at, note=f"{signature.capacity}: {signature.signer}"
    )
    if {one.capacity for one in application.signatures} >= needed(application):
        application.move_to(Status.SIGNED, by=by, at=at)


def _must_be_in_order(application: Application, signature: Signature, *, at: datetime) -> None:
    """Terms are opened once they are what is accepted, signed once agreed to, then sent to us."""
    proposal = application.proposal
    terms = [proposal.at, application.accepted_at]
    agreed = [None if proposal.is_agreed_by_signature else proposal.agreed_at,
              application.terms_agreed_at]  # fmt: skip
    if any(since is not None and signature.opened_at < since for since in terms):
        raise WeakSignature("the terms were not accepted yet when it was opened",
                            field="/opened_at")  # fmt: skip
    if any(since is not None and signature.signed_at < since for since in agreed):
        raise WeakSignature("the terms were not agreed to yet when it was signed",
                            field="/signed_at")  # fmt: skip
    if not signature.opened_at <= signature.signed_at <= at:
        raise WeakSignature("it is opened, then signed, then sent to us", field="/signed_at")


def needed(application: Application) -> set[str]:
    """In which capacities it must be signed: on another's life, by that person too."""
    other = is_on_another_life(application)
    return {"holder", "life_insured"} if other else {"holder"}


def is_signed(application: Application) -> bool:
    """Whether every signature that is needed is under these very terms."""
    terms = application.terms_sha256 if application.signatures else ""
    signed = {one.capacity for one in application.signatures if one.document_sha256 == terms}
    return signed >= needed(application)


def send_back(application: Application, *, by: str, note: str, at: datetime) -> None:
    """The evidence does not convince: it is signed again; the log keeps what was there.

    What it alone agreed to is not agreed to.
    """
    application.must_be(Status.SIGNED)
    _must_be_a_second_person(application, by)
    application.move_to(Status.SETTLED, by=by, at=at, note=note)
    application.signatures = []
    proposal = application.proposal
    if proposal.is_agreed_by_signature:
        _put(application, replace(proposal, agreed_at=None, is_agreed_by_signature=False))


def must_be_reviewable(
    application: Application, review: Review, rules: Rulebook, *, by: str, at: datetime
) -> None:
    """Refuse when nothing is signed, the reviewer signed or sold it, or a precedent is open.

    So where nobody found it as strong as the line asks, or another name stands on no paper.
    """
    application.must_be(Status.SIGNED)
    _must_be_a_second_person(application, by)
    if still := application.open_precedents:
        raise PrecedentOpen(f"meet first {', '.join(one.id for one in still)}")
    must_stand(application, review, by=by)
    must_be_worth(application.signatures, review, rules.signature, at=at)


def put_in_force(
    application: Application,
    policy_id: UUID,
    review: Review,
    rules: Rulebook,
    *,
    report: Paper | None = None,
    by: str,
    at: datetime,
) -> None:
    """The signature convinced, and the contract is made; the report of its validation is kept."""
    must_be_reviewable(application, review, rules, by=by, at=at)
    must_begin_as_agreed(application, at=at)
    if report is not None:
        must_be_new(application, [report], where="/validation/report")
        application.papers = [*application.papers, report]
    if any(is_by_another(one) for one in application.signatures):
        note = review.why_other_signer or ""
        application.note("other_signer_accepted", by=by, at=at, note=note)
    application.signatures = reviewed(application, review, report, by=by)
    application.reviewed_by, application.policy_id = by, policy_id
    application.move_to(Status.IN_FORCE, by=by, at=at, note=review.note)


def _agree(application: Application, *, at: datetime) -> None:
    """Terms whose first day we moved are agreed to by signing them."""
    proposal = application.proposal
    if proposal.agreed_at is None or proposal.is_agreed_by_signature:
        _put(application, replace(proposal, agreed_at=at, is_agreed_by_signature=True))


def _put(application: Application, proposal: Proposal) -> None:
    application.proposals = [*application.proposals[:-1], proposal]


def _must_be_a_second_person(application: Application, by: str) -> None:
    if by in {one.recorded_by for one in application.signatures}:
        raise FourEyes("who recorded a signature does not review it")
    if by == application.seller:
        raise FourEyes("you sold it: somebody else reviews the signature")
