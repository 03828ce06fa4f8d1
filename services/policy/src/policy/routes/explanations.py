"""Explanations over HTTP: what our wordings say to a question, quoted. Anybody may ask."""

from typing import Annotated

from fastapi import Path, Query

from chassis.web import Routes
from contracts.insured import Language
from policy.domain.explaining.explanation import explain, explained_elsewhere
from policy.routes.explanation_views import EnquiryOffer, ExplanationView, OtherWordingView
from policy.storage import Clauses, Products, explainer_at_hand

LONGEST = 400

routes = Routes(tags=["explanations"])

Question = Annotated[
    str,
    Query(
        min_length=1,
        max_length=LONGEST,
        description="A question, as one would ask a person.",
        examples=["Is smoke damage paid?"],
    ),
]
Spoken = Annotated[
    Language, Query(description="The language of the question and of the answer.", examples=["en"])
]
Product = Annotated[
    str | None,
    Query(
        pattern=r"^[a-z0-9-]{1,64}$", description="Look in this wording only.", examples=["home"]
    ),
]


@routes.get("/explanations", summary="Ask what the policy text says")
async def get_explanation(
    question: Question, language: Spoken = Language.ENGLISH, product: Product = None
) -> ExplanationView:
    """Sentences of our wordings, quoted; a question none of them answers is offered as enquiry."""
    return await _explained(question, language, product)


@routes.get("/products/{product_id}/explanations", summary="Ask what a product's text says")
async def get_product_explanation(
    product_id: Annotated[str, Path(pattern=r"^[a-z0-9-]{1,64}$", examples=["home"])],
    question: Question,
    language: Spoken = Language.ENGLISH,
) -> ExplanationView:
    """The same, from the wording of one product."""
    return await _explained(question, language, product_id)


async def _explained(question: str, language: Language, product: str | None) -> ExplanationView:
    has_wording = product is None or bool(Clauses().of(product))
    if product is not None and not has_wording:
        Products().get(product)  # one without a wording answers nothing; one we do not sell, 404
    index = await explainer_at_hand()
    found = explain(index, question, language, product=product)
    offer = EnquiryOffer(question=question, language=language, product=product)
    other = None
    if product is not None and has_wording and not (found.answered or found.which):
        other = explained_elsewhere(index, question, language, product=product)
    shown = None if other is None else OtherWordingView.of(other, language)
    return ExplanationView.of(found, offer, shown)
