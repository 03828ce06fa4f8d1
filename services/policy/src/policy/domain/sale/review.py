"""The review of a signature: what it is worth, and on what another name stands.

A signature is what somebody found it to be, never what its signer says (eIDAS 910/2014, 25, 26
and 32). A simple one proves something too (25(1)) and is enough where the line asks for no more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from chassis.errors import Rejected
from policy.domain.application import Application
from policy.domain.application_parts import Paper, Signature, SignatureLevel, Validation
from policy.domain.sale.papers import paper_of
from policy.domain.underwriting.authority import FourEyes

RANK: Final = ("ses", "aes", "qes")
REPORT: Final = "validation_report"
"""The kind of paper that a report of a validation is."""
GROUNDS: Final = ("representation", "register_extract", "identity")
"""Kinds of paper that show why another name may sign: a power, an office, the same person."""


class WeakSignature(Rejected, code="weak-signature"):
    """This needs a stronger signature, or better evidence of it."""


class NotValidated(Rejected, code="signature-not-validated"):
    """An advanced or qualified signature is one that was validated as such."""


class OtherSigner(Rejected, code="other-signer"):
    """Another name signed than the file has: whoever reviews it says why, and with which paper."""


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What a reviewer states of a validation, by the capacity of who signed."""

    levels: Mapping[str, SignatureLevel]
    validated_by: str
    validated_at: datetime


@dataclass(frozen=True, kw_only=True)
class Review:
    """What a reviewer whom the evidence convinces has to say."""

    note: str = ""
    stated: Stated | None = None
    why_other_signer: str | None = None
    paper_ids: Sequence[UUID] = field(default=())


def must_be_worth(
    signatures: Sequence[Signature], review: Review, needed: str, *, at: datetime
) -> None:
    """Refuse a signature that nobody found to be as strong as the line asks for."""
    stated = review.stated
    levels = stated.levels if stated else {}
    if unsigned := levels.keys() - {one.capacity for one in signatures}:
        who = min(unsigned)
        raise NotValidated(f"nobody signed as {who}", field=f"/validation/{who}")
    for one in signatures:
        level = levels.get(one.capacity, SignatureLevel.SES)
        if RANK.index(level) < RANK.index(needed):
            raise NotValidated(
                f"{needed.upper()} is needed: state who found that of the {one.capacity} to be one",
                field=f"/validation/{one.capacity}" if stated else "/validation",
            )
    latest = max(one.signed_at for one in signatures)
    if stated and not latest <= stated.validated_at <= at:
        raise NotValidated(
            "what was signed is validated afterwards, by now", field="/validation/validated_at"
        )


def must_stand(application: Application, review: Review, *, by: str) -> None:
    """Refuse another name without a word on why, and a paper that somebody else handed in."""
    others = [one for one in application.signatures if is_by_another(one)]
    if others and not review.why_other_signer:
        raise OtherSigner(
            "the file does not name the signer: say why it convinces", field="/why_other_signer"
        )
    papers = [paper_of(application, one) for one in review.paper_ids]
    for one in others:
        ground = _ground(papers, one)
        if ground is None:
            raise OtherSigner(
                f"who signed as {one.capacity} needs one of {', '.join(GROUNDS)} that was handed"
                " in of them",
                field="/signer_paper_ids",
            )
        if ground.by == by:
            raise FourEyes("you handed in the paper: somebody else says that it convinces")


def reviewed(
    application: Application, review: Review, report: Paper | None, *, by: str
) -> list[Signature]:
    """The signatures, with what was found of each."""
    papers = [paper_of(application, one) for one in review.paper_ids]
    return [_reviewed(one, review, report, papers, by) for one in application.signatures]


def is_by_another(signature: Signature) -> bool:
    """Whether the file names somebody else, or of an organisation nobody who may sign for it."""
    named = signature.signer_matches
    return named is False or (named is None and signature.capacity == "holder")


def _ground(papers: Sequence[Paper], signature: Signature) -> Paper | None:
    """The paper among these that speaks of who signed it."""
    of_life = signature.capacity == "life_insured"
    fits = [one for one in papers if one.kind in GROUNDS and (one.of == "life_insured") is of_life]
    return next(iter(fits), None)


def _reviewed(
    signature: Signature, review: Review, report: Paper | None, papers: Sequence[Paper], by: str
) -> Signature:
    if is_by_another(signature):
        ground = _ground(papers, signature)
        signature = replace(signature, stands_on=ground.id if ground else None)
    stated = review.stated
    if stated is None or report is None or signature.capacity not in stated.levels:
        return signature
    assert report.id is not None
    checked = Validation(
        validated_by=stated.validated_by,
        validated_at=stated.validated_at,
        report_id=report.id,
        report_sha256=report.sha256,
        by=by,
    )
    return replace(signature, worth=stated.levels[signature.capacity], validation=checked)
