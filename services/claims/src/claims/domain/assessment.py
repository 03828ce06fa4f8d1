"""The assessment: named rules, each with one finding that names its clause and its figures.

A machine may confirm, compute, propose and pay. It never declines and never accuses: one finding
that is against the customer, a red flag or a sum beyond our authority, and a person decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from chassis.money import Money
from claims.domain.cover import About, Cover, CoverTerms
from claims.domain.decision import Verdict
from claims.domain.loss import Loss
from contracts.claims import Finding

# Beyond this a person confirms, whatever the rules say; a currency without a sum has no authority.
AUTHORITY: Final = {"USD": Money(Decimal("100000.00"), "USD")}


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything the rules look at."""

    loss: Loss
    cover: Cover
    same_day: Sequence[str] = ()
    """Numbers of the other claims on this policy for the same local day."""

    @property
    def payable(self) -> Money:
        """What the cover pays for this loss."""
        loss = self.loss
        return self.cover.pays(loss.damage, peril=loss.peril, at=loss.occurred_at)

    @property
    def terms(self) -> CoverTerms:
        """The cover that answers this loss, by its cause and its instant."""
        return self.cover.terms_for(self.loss.peril, at=self.loss.occurred_at)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one rule says, before it gets its number."""

    rule: str
    text: str
    passed: bool
    about: About | None = None
    amounts: dict[str, Money] = field(default_factory=dict)
    instants: dict[str, datetime] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The rules' result: their findings, what is payable, and what they propose."""

    findings: list[Finding]
    payable: Money

    @property
    def proposal(self) -> Verdict:
        """What a person is asked to confirm."""
        return "approve" if self.payable else "decline"

    @property
    def straight_through(self) -> bool:
        """Whether we pay at once: something is payable and nothing speaks against it."""
        return bool(self.payable) and all(finding.passed for finding in self.findings)


def assess(case: Case) -> Assessment:
    """Ask every rule, in order, and number what it finds."""
    findings = [
        _numbered(number, rule(case), case.cover) for number, rule in enumerate(RULES, start=1)
    ]
    return Assessment(findings=findings, payable=case.payable)


def _numbered(number: int, answer: Answer, cover: Cover) -> Finding:
    clause = cover.clause(answer.about) if answer.about else None
    return Finding(
        number=number,
        rule=answer.rule,
        clause=clause.id if clause else "none",
        clause_version=clause.version if clause else None,
        passed=answer.passed,
        text=answer.text,
        amounts=answer.amounts,
        instants=answer.instants,
        words=answer.words,
    )


def in_force(case: Case) -> Answer:
    """Whether the cover was in force at the instant of loss."""
    cover, at = case.cover, case.loss.occurred_at
    instants = {"occurred_at": at, "starts_at": cover.starts_at, "ends_at": cover.until}
    told = f"{cover.local(at):%Y-%m-%d %H:%M}"
    if cover.waits(case.loss.peril, at=at):
        answers_from = cover.terms_for(case.loss.peril, at=at).answers_from
        instants["answers_from"] = answers_from
        rule = "waiting_period"
        text = (
            f"The loss happened at {told}; this cover answers from "
            f"{cover.local(answers_from):%Y-%m-%d %H:%M}."
        )
    elif cover.in_force(at):
        rule, text = "in_force", f"Your cover was in force when the loss happened ({told})."
    elif (gap := cover.gap_at(at)) is not None and gap.why != "cancelled":
        instants |= {"gap_from": gap.starts_at, "gap_until": gap.ends_at}
        rule = gap.why
        text = (
            f"The loss happened at {told}; from {cover.local(gap.starts_at):%Y-%m-%d %H:%M} "
            f"to {cover.local(gap.ends_at):%Y-%m-%d %H:%M} there was no cover ({gap.why})."
        )
    elif at < cover.starts_at:
        began = f"{cover.local(cover.starts_at):%Y-%m-%d %H:%M}"
        rule, text = (
            "before_inception",
            f"The loss happened at {told}; your cover began at {began}.",
        )
    else:
        ended = f"{cover.local(cover.until):%Y-%m-%d %H:%M}"
        rule = "cancelled" if at < cover.ends_at or gap is not None else "after_expiry"
        text = f"The loss happened at {told}; your cover ended at {ended}."
    return Answer(
        rule=rule, text=text, passed=rule == "in_force", about="period", instants=instants
    )


def peril_covered(case: Case) -> Answer:
    """Whether the cause is one of the insured perils."""
    peril, words = case.loss.peril, {"peril": case.loss.peril.value}
    named = peril.value.replace("_", " ")
    if case.cover.includes(peril, at=case.loss.occurred_at):
        text = f"The cause, {named}, is covered."
        return Answer(rule="peril_covered", text=text, passed=True, about="perils", words=words)
    text = f"This cover does not include the cause, {named}."
    return Answer(rule="peril_not_covered", text=text, passed=False, about="perils", words=words)


def damage_plausible(case: Case) -> Answer:
    """Whether the damage fits the value of the property."""
    damage, value = case.loss.damage, case.loss.property_value
    if value is None:
        text = f"The damage is {damage}; no value of the property was given to compare it with."
        return _about_value("value_not_given", text, passed=True, damage=damage)
    if damage <= value:
        text = f"The damage, {damage}, is within the value of the property, {value}."
        return _about_value("damage_plausible", text, passed=True, damage=damage, value=value)
    text = f"The damage, {damage}, is above the value given for the property, {value}."
    return _about_value("damage_above_value", text, passed=False, damage=damage, value=value)


def _about_value(rule: str, text: str, *, passed: bool, **amounts: Money) -> Answer:
    return Answer(rule=rule, text=text, passed=passed, about="insuring", amounts=amounts)


def deductible(case: Case) -> Answer:
    """What the customer bears, and whether anything is left."""
    damage, own = case.loss.damage, case.terms.borne(case.loss.damage)
    amounts = {"damage": damage, "deductible": own}
    if case.terms.by_hand:
        text = "Your own share is counted in days or over a year: a person works it out."
        return Answer(
            rule="deductible_by_hand", text=text, passed=False, about="deductible", amounts=amounts
        )
    if damage > own:
        amounts["after_deductible"] = damage - own
        text = f"Your own share is {own}; {damage - own} of {damage} is left."
        return Answer(
            rule="deductible", text=text, passed=True, about="deductible", amounts=amounts
        )
    text = f"The loss, {damage}, is not above your own share, {own}, so nothing is payable."
    return Answer(
        rule="below_deductible", text=text, passed=False, about="deductible", amounts=amounts
    )


def limit(case: Case) -> Answer:
    """Whether the sum insured caps the amount."""
    most = case.terms.limit
    indemnity = case.cover.indemnity(case.loss.damage, terms=case.terms)
    amounts = {"sum_insured": most, "indemnity": indemnity}
    if case.loss.damage - case.terms.borne(case.loss.damage) > most:
        text = f"The most this cover pays for one loss is {most}."
        return Answer(rule="capped", text=text, passed=True, about="limit", amounts=amounts)
    text = f"The amount, {indemnity}, is within the sum insured, {most}."
    return Answer(rule="within_limit", text=text, passed=True, about="limit", amounts=amounts)


def authority(case: Case) -> Answer:
    """Whether the rules alone may decide this amount."""
    payable = case.payable
    most = AUTHORITY.get(payable.currency, Money.zero(payable.currency))
    amounts = {"payable": payable, "authority": most}
    if payable <= most:
        text = f"The amount, {payable}, may be approved at once."
        return Answer(rule="within_authority", text=text, passed=True, amounts=amounts)
    text = f"Because of the amount, {payable}, a person confirms the decision."
    return Answer(rule="authority_exceeded", text=text, passed=False, amounts=amounts)


def duplicate(case: Case) -> Answer:
    """Whether another claim on the policy is for the same day."""
    if not case.same_day:
        text = "There is no other claim on this policy for that day."
        return Answer(rule="no_duplicate", text=text, passed=True)
    others = ", ".join(case.same_day)
    text = f"There is already a claim on this policy for that day: {others}."
    return Answer(rule="duplicate", text=text, passed=False, words={"others": others})


RULES: Final[Sequence[Callable[[Case], Answer]]] = (
    in_force,
    peril_covered,
    damage_plausible,
    deductible,
    limit,
    authority,
    duplicate,
)
