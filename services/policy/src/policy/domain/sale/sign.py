"""The signature and its review: which text, who, when, how; then the contract is made."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from chassis.errors import Conflict, Rejected
from policy.domain.application import Application, Status
from policy.domain.application_parts import Proposal, Signature
from policy.domain.sale.begin import is_on_another_life, must_begin_as_agreed
from policy.domain.underwriting.authority import FourEyes
from policy.domain.underwriting.rules import Rulebook

RANK: Final = ("ses", "aes", "qes")


class OtherDocument(Rejected, code="other-document"):
    """What was signed is not what was agreed."""


class WeakSignature(Rejected, code="weak-signature"):
    """This needs a stronger signature, or better evidence of it."""


class OtherSigner(Rejected, code="other-signer"):
    """Another name signed than the file has: whoever reviews it says why it convinces."""


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
    if not application.opened_at <= signature.opened_at <= signature.signed_at <= at:
        raise WeakSignature("it is opened, then signed, then sent to us", field="/signed_at")
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
    application: Application, *, why_other_signer: str | None = None, by: str
) -> None:
    """Refuse when nothing is signed, the reviewer signed or sold it, or a precedent is open.

    Where the signer is not whom the file names, it takes a word on why that is all right.
    """
    application.must_be(Status.SIGNED)
    _must_be_a_second_person(application, by)
    if still := application.open_precedents:
        raise PrecedentOpen(f"meet first {', '.join(one.id for one in still)}")
    if _signed_by_another(application) and not why_other_signer:
        raise OtherSigner(
            "the signer's name is not that of the file: say why it convinces",
            field="/why_other_signer",
        )


def put_in_force(
    application: Application,
    policy_id: UUID,
    *,
    why_other_signer: str | None = None,
    by: str,
    at: datetime,
) -> None:
    """The signature convinced, and the contract is made."""
    must_be_reviewable(application, why_other_signer=why_other_signer, by=by)
    must_begin_as_agreed(application, at=at)
    if _signed_by_another(application):
        note = why_other_signer or ""
        application.note("other_signer_accepted", by=by, at=at, note=note)
    application.reviewed_by, application.policy_id = by, policy_id
    application.move_to(Status.IN_FORCE, by=by, at=at)


def _agree(application: Application, *, at: datetime) -> None:
    """Terms whose first day we moved are agreed to by signing them."""
    proposal = application.proposal
    if proposal.agreed_at is None or proposal.is_agreed_by_signature:
        _put(application, replace(proposal, agreed_at=at, is_agreed_by_signature=True))


def _put(application: Application, proposal: Proposal) -> None:
    application.proposals = [*application.proposals[:-1], proposal]


def _signed_by_another(application: Application) -> bool:
    return any(one.signer_matches is False for one in application.signatures)


def _must_be_a_second_person(application: Application, by: str) -> None:
    if by in {one.recorded_by for one in application.signatures}:
        raise FourEyes("who recorded a signature does not review it")
    if by == application.seller:
        raise FourEyes("you sold it: somebody else reviews the signature")
