"""What happens next with an application, for whoever reads it."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import BaseModel, Field

from chassis.identity import Principal
from contracts.insured import Language
from policy.domain.application import Application
from policy.domain.application_parts import Requirement
from policy.domain.products.questions import Question
from policy.domain.sale.begin import is_late
from policy.domain.sale.conditions import by_when
from policy.domain.sale.next_step import may, next_step
from policy.storage import Products, Underwriting
from policy.use_cases.check_terms import is_held


class ConditionView(BaseModel):
    """A condition that is not met yet, and what to do about it."""

    id: str
    words: dict[Language, str]
    first: bool = Field(description="Nothing is insured before it is met.")
    due_on: date | None = Field(
        description="By when; for what comes first, the first day of cover at the latest."
    )
    owner: str
    to_do: dict[Language, str]

    @classmethod
    def of(cls, one: Application, need: Requirement) -> Self:
        """Show this condition of this application."""
        return cls(
            id=need.id,
            words={language: need.words[language] for language in Language},
            first=need.precedent,
            due_on=by_when(one, need),
            owner=need.owner,
            to_do=dict(Underwriting().words("first" if need.precedent else "later")),
        )


class NextView(BaseModel):
    """What happens next, and whose turn it is."""

    who: str
    words: dict[Language, str]
    actions: list[str] = Field(
        description="What you can do for it now, by the last part of its path. What hangs on an "
        "authority (acceptance, refusal, the review of a signature) is not among it.",
        examples=[["submission", "counter-offers"]],
    )
    missing_documents: list[str]
    missing_answers: list[str]
    questions: list[Question] = Field(description="The missing answers, as the product asks them.")
    documents: list[dict[Language, str]] = Field(
        description="The missing documents, as they are called."
    )
    open_conditions: list[str]
    conditions: list[ConditionView] = Field(
        description="The open conditions, what comes before cover first."
    )
    visit_on: datetime | None = Field(description="When somebody comes, once that is agreed.")
    signature_level: Literal["ses", "aes", "qes"] = Field(
        description="The least a signature of this application is: simple, advanced or qualified."
    )
    first_day_passed: bool = Field(
        description="Nothing was bound before the agreed first day: move it, and sign again."
    )

    @classmethod
    def of(cls, one: Application, me: Principal, *, at: datetime) -> Self:
        """What is next for this reader."""
        held, house = is_held(one, at), Underwriting()
        step = next_step(one, is_held=held, at=at)
        said, rules = house.next_step(step), house.rules(one.line)
        still = [need for need in one.requirements if need.met_at is None]
        visit = one.inspection
        return cls(
            who=said["who"],
            words={language: said[language] for language in Language},
            actions=may(
                one,
                step,
                roles=me.roles,
                subject=me.subject,
                has_credit=rules.credit,
                is_held=held,
                at=at,
            ),
            missing_documents=one.missing_papers,
            missing_answers=list(one.missing_answers),
            questions=_questions(one),
            documents=[
                {language: rules.paper(kind, language) for language in Language}
                for kind in one.missing_papers
            ],
            open_conditions=[need.id for need in still],
            conditions=[
                ConditionView.of(one, need)
                for need in sorted(still, key=lambda need: not need.precedent)
            ],
            visit_on=visit.scheduled_for if visit and visit.record is None else None,
            signature_level=rules.signature,
            first_day_passed=is_late(one, at=at),
        )


def _questions(one: Application) -> list[Question]:
    """What the product asks, of what is missing; an offer may be of a product that asks less."""
    offer = one.offer
    for plan in Products().versions():
        if (plan.id, plan.version) == (offer.product, offer.product_version):
            return [plan.asked[name] for name in one.missing_answers if name in plan.asked]
    return []
