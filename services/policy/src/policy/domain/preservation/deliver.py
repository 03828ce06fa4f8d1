"""The papers of a contract go out, with proof: its schedule, as we made it, and nothing else."""

from collections.abc import Iterable
from datetime import datetime

from chassis.errors import Conflict, Rejected
from policy.domain.application_parts import Dispatch
from policy.domain.document import IssuedDocument
from policy.domain.policy import Policy, Status
from policy.domain.sale.send import must_be_possible


class NoSchedule(Conflict, code="schedule-not-made"):
    """There is no schedule of this contract yet, so none was sent."""


class OtherPaper(Rejected, code="other-paper"):
    """What was sent is not a schedule that we made of this contract."""


def must_be_schedule(sent: Dispatch, schedules: Iterable[IssuedDocument], *, at: datetime) -> None:
    """Refuse what is no schedule of the contract, of whatever revision and language.

    Rights count from the terms in hand: an invoice or a notice that arrived delivers no contract.
    """
    made = {one.sha256: one for one in schedules}
    if not made:
        raise NoSchedule(
            "its schedule is made in a moment, or at once by POST /policies/{id}/documents with the"
            " kind schedule: send that, and name its sha256"
        )
    paper = made.get(sent.content_sha256)
    if paper is None:
        raise OtherPaper(
            "this is the hash of no schedule of this contract: GET /documents lists them",
            field="/content_sha256",
        )
    must_be_possible(sent, made_at=paper.made_at, at=at)


def send_papers(policy: Policy, sent: Dispatch, *, at: datetime) -> bool:
    """Take down one sending and its proof. True when it is the first that counts as delivery."""
    must_be_possible(sent, made_at=policy.issued_at, at=at)
    policy.dispatches = [*policy.dispatches, sent]
    return sent.proof.is_notice and policy.delivered_at is None


def awaits_delivery(policy: Policy) -> bool:
    """Whether there ought to be proof by now that the papers arrived, and is none."""
    lives = policy.status in {Status.ISSUED, Status.SUSPENDED}
    return lives and policy.delivered_at is None
