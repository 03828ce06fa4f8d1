"""Whether a change of a contract is for a person: the rules of the sale hold while it runs, too.

Who pays, who is to be told, and less cover are the customer's own affair. What changes the risk is
judged like an application on the terms that result: by what it adds to what was accepted before.
Whether an answer makes it cheaper is asked beside it (`cheaper`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from chassis.errors import Conflict, Forbidden
from policy.domain.contract.agreed import Agreed
from policy.domain.contract.change import Change
from policy.domain.offer import Offer
from policy.domain.underwriting.authority import Level, Limits
from policy.domain.underwriting.rules import Outcome, Rulebook

BY_PRODUCT: Final = "EL-"
SUMS: Final = "AUTHORITY"
NO_PRICE: Final = "PRODUCT"
_NO_CHANGE: Final = Decimal(0)


class NeedsUnderwriter(Forbidden, code="needs-underwriter"):
    """This change of the risk is accepted by an underwriter who did not ask for it."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Why a person must look at it, and who may accept it."""

    reasons: tuple[str, ...] = ()
    level: Level = Level.ENGINE
    unanswered: tuple[str, ...] = ()
    """The questions about another place that were not answered anew: nobody accepts it before."""

    def and_of_the_place(self, rule_id: str, unanswered: tuple[str, ...]) -> "Judged":
        """Another place is insured, and these questions are about the old one still."""
        fresh = tuple(name for name in unanswered if name not in self.reasons)
        return Judged(
            reasons=(*self.reasons, rule_id, *fresh),
            level=max(self.level, Level.UNDERWRITER),
            unanswered=unanswered,
        )

    def and_by(self, rule_id: str) -> "Judged":
        """An underwriter looks at it by this rule, too."""
        return replace(
            self, reasons=(*self.reasons, rule_id), level=max(self.level, Level.UNDERWRITER)
        )


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Terms as an offer would have made them, and what the product wants a person to see."""

    offer: Offer
    refer: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    """What was learnt when it was sold: by documents, or on a visit."""


class AnswersMissing(Conflict, code="answers-missing"):
    """Another place is another risk: the questions about it are answered first."""


def unanswered_of_place(
    before: Agreed, after: Agreed, change: Change, questions: Collection[str]
) -> tuple[str, ...]:
    """Which questions about the place this change leaves as they were answered of the old one."""
    if before.place == after.place or change.place is None:
        return ()
    return tuple(
        one
        for one in questions
        if before.answers.get(one) is not None and one not in change.answers
    )


def raises_risk(before: Agreed, after: Agreed) -> bool:
    """Whether more, or something else, is insured: not who pays, who is told, or less cover."""
    if (before.place, before.insured_person) != (after.place, after.insured_person):
        return True
    if dict(before.answers) != dict(after.answers):
        return True
    for cover in after.covers:
        known = before.cover(cover.id)
        if known is None or cover.limit > known.limit or cover.deductible < known.deductible:
            return True
    return False


def judge(before: Terms, after: Terms, rules: Rulebook, limits: Limits) -> Judged:
    """By the rules of the line, the eligibility of the product, and the authority of the sums."""
    was, now = rules.audit(before.offer, before.facts), rules.audit(after.offer, after.facts)
    known = {rule.id for rule in was.hits}
    hits = [rule for rule in now.hits if rule.outcome is not Outcome.ACCEPT]
    reasons = [rule.id for rule in hits if rule.id not in known]
    reasons += [name for name in now.missing if name not in was.missing]
    reasons += [f"{BY_PRODUCT}{one.upper()}" for one in after.refer if one not in before.refer]
    total = limits.exposed(rules.line, after.offer)
    level = Level.UNDERWRITER if reasons else Level.ENGINE
    if total > limits.exposed(rules.line, before.offer):
        needed = limits.needed(line=rules.line, total=total, change_percent=_NO_CHANGE)
        if needed > Level.ENGINE:
            reasons.append(SUMS)
            level = max(level, needed)
    declined = any(rule.outcome is Outcome.DECLINE and rule.id in reasons for rule in hits)
    return Judged(reasons=tuple(reasons), level=max(level, Level.SENIOR) if declined else level)
