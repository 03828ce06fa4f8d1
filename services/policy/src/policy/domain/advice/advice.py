"""Advice that was given: on what, by which version of the method, and what the customer made of it.

    GIVEN ──► DECIDED (followed, or against advice: the customer's wish) ──► decided again …

What it was given on and what was advised never change; the last decision on a risk counts.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.errors import Rejected
from policy.domain.advice.decide import decide
from policy.domain.advice.method import Method
from policy.domain.advice.outcome import Outcome
from policy.domain.advice.situation import Situation


class BadDecision(Rejected, code="bad-decision"):
    """A decision names one of the risks, and says why it goes against the advice."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the customer decided on one risk."""

    risk: str
    follows: bool
    reason: str | None
    at: datetime
    by: str

    @property
    def against_advice(self) -> bool:
        """Bought, or left, against advice: it was the customer's wish."""
        return not self.follows


@dataclass(eq=False, kw_only=True)
class Advice:
    """One piece of advice."""

    id: UUID
    customer_id: UUID
    method_version: str
    situation: Situation
    outcome: Outcome
    decisions: tuple[Decision, ...] = ()
    given_at: datetime
    given_by: str
    version: int = 1

    @classmethod
    def give(
        cls,
        advice_id: UUID,
        *,
        customer_id: UUID,
        situation: Situation,
        method: Method,
        at: datetime,
        by: str,
    ) -> "Advice":
        """Advise, and keep what it was advised on."""
        return cls(
            id=advice_id,
            customer_id=customer_id,
            method_version=method.version,
            situation=situation,
            outcome=decide(situation, method),
            given_at=at,
            given_by=by,
        )

    def replay(self, method: Method) -> Outcome:
        """What this version of the method says to the same situation now."""
        return decide(self.situation, method)

    def decide_on(
        self, risk: str | None, *, follows: bool, reason: str | None, at: datetime, by: str
    ) -> None:
        """Write down what the customer decided; against the advice only with their reason."""
        known = [one.id for one in self.situation.risks]
        if risk is None and len(known) > 1:
            raise BadDecision(f"say on which risk: {', '.join(known)}", field="/risk")
        chosen = known[0] if risk is None else risk
        if chosen not in known:
            raise BadDecision(f"the risks are {', '.join(known)}", field="/risk")
        if not follows and reason is None:
            raise BadDecision("say why, in the customer's words", field="/reason")
        decision = Decision(risk=chosen, follows=follows, reason=reason, at=at, by=by)
        self.decisions = (*self.decisions, decision)

    def decision_on(self, risk: str) -> Decision | None:
        """The last one on this risk."""
        found = [decision for decision in self.decisions if decision.risk == risk]
        return found[-1] if found else None
