"""The papers of a contract that had no application go out, with proof."""

from datetime import datetime

from policy.domain.application_parts import Dispatch
from policy.domain.policy import Policy, Status
from policy.domain.sale.send import must_be_possible


def send_papers(policy: Policy, sent: Dispatch, *, at: datetime) -> bool:
    """Take down one sending and its proof. True when it is the first that counts as delivery."""
    must_be_possible(sent, made_at=policy.issued_at, at=at)
    policy.dispatches = [*policy.dispatches, sent]
    return sent.proof.is_notice and policy.delivered_at is None


def awaits_delivery(policy: Policy) -> bool:
    """Whether there ought to be proof by now that the papers arrived, and is none."""
    lives = policy.status in {Status.ISSUED, Status.SUSPENDED}
    return lives and policy.delivered_at is None
