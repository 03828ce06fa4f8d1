"""What happens next with an application, for whoever reads it."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from chassis.identity import Principal
from contracts.insured import Language
from policy.domain.application import Application
from policy.domain.products.questions import Question
from policy.domain.sale.begin import is_late
from policy.domain.sale.next_step import may, next_step
from policy.storage import Products, Underwriting
from policy.use_cases.check_terms import is_held


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
    open_conditions: list[str]
    first_day_passed: bool = Field(
        description="Nothing was bound before the agreed first day: move it, and sign again."
    )

    @classmethod
    def of(cls, one: Application, me: Principal, *, at: datetime) -> Self:
        """What is next for this reader."""
        held, house = is_held(one, at), Underwriting()
        step = next_step(one, is_held=held, at=at)
        said = house.next_step(step)
        return cls(
            who=said["who"],
            words={language: said[language] for language in Language},
            actions=may(
                one,
                step,
                roles=me.roles,
                subject=me.subject,
                has_credit=house.rules(one.line).credit,
                is_held=held,
                at=at,
            ),
            missing_documents=one.missing_papers,
            missing_answers=list(one.missing_answers),
            questions=_questions(one),
            open_conditions=[c.id for c in one.requirements if c.met_at is None],
            first_day_passed=is_late(one, at=at),
        )


def _questions(one: Application) -> list[Question]:
    """What the product asks, of what is missing; an offer may be of a product that asks less."""
    offer = one.offer
    for plan in Products().versions():
        if (plan.id, plan.version) == (offer.product, offer.product_version):
            return [plan.asked[name] for name in one.missing_answers if name in plan.asked]
    return []
