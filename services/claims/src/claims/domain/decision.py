"""A decision: what an adjuster makes of a claim the rules have referred."""

from dataclasses import dataclass
from typing import Literal

from chassis.errors import Rejected
from chassis.money import Money

Verdict = Literal["approve", "decline"]


class IncompleteDecision(Rejected, code="incomplete-decision"):
    """An approval names its amount, and a refusal its reason."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Approve, for an amount; or decline, with a reason the customer will read."""

    verdict: Verdict
    amount: Money | None = None
    reason: str | None = None
    by: str

    @property
    def approved(self) -> Money | None:
        """The amount of an approval; None is a refusal."""
        if self.verdict == "approve" and self.amount is None:
            raise IncompleteDecision("an approval names its amount", field="/amount")
        return self.amount if self.verdict == "approve" else None

    @property
    def grounds(self) -> str:
        """Why it is declined."""
        if not (self.reason and self.reason.strip()):
            raise IncompleteDecision("a refusal says why", field="/reason")
        return self.reason
