"""Explanations over HTTP: what our wordings say to a question, quoted. Anybody may ask."""

from typing import Annotated, Self

from fastapi import Path, Query
from pydantic import BaseModel, Field

from chassis.web import Routes
from contracts.insured import Language
from policy.domain.explaining.clause import About
from policy.domain.explaining.explanation import Explanation, explain
from policy.storage import Clauses, Products, explainer, unsaid

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


class SentenceView(BaseModel):
    """A sentence of a wording, as it stands, with the clause it is from."""

    clause_id: str
    version: str
    product: str
    about: About
    text: str
    not_covered: bool = Field(description="It takes something out of cover, or sets a condition.")
    rank: int = Field(description="The rank of its clause by relevance, from 1.")
    relevance: float = Field(description="The relevance of its clause, over that of the first.")


class EnquiryOffer(BaseModel):
    """The enquiry to send, as it is, with one click: `POST /v1/enquiries`."""

    question: str
    language: Language
    product: str | None


class ExplanationView(BaseModel):
    """What the policy text says; what is not covered stands first."""

    answered: bool
    confidence: float = Field(
        description="How far the best clause leads whatever speaks against an answer, 0 to 1; "
        "from 0.5 on we answer."
    )
    sentences: list[SentenceView]
    note: str | None = Field(description="Said when the text does not answer.")
    enquiry: EnquiryOffer | None = Field(description="Offered when the text does not answer.")

    @classmethod
    def of(cls, found: Explanation, offer: EnquiryOffer) -> Self:
        """Show it; where nothing was found, say so and offer a person."""
        return cls(
            answered=found.answered,
            confidence=round(found.confidence, 2),
            sentences=[
                SentenceView(
                    clause_id=quoted.clause.id,
                    version=quoted.clause.version,
                    product=quoted.clause.product,
                    about=quoted.clause.about,
                    text=sentence.text,
                    not_covered=sentence.not_covered,
                    rank=quoted.rank,
                    relevance=round(quoted.relevance, 2),
                )
                for quoted in found.quoted
                for sentence in quoted.sentences
            ],
            note=None if found.answered else unsaid(offer.language),
            enquiry=None if found.answered else offer,
        )


@routes.get("/explanations", summary="Ask what the policy text says")
async def get_explanation(
    question: Question, language: Spoken = Language.ENGLISH, product: Product = None
) -> ExplanationView:
    """Sentences of our wordings, quoted; a question none of them answers is offered as enquiry."""
    return _explained(question, language, product)


@routes.get("/products/{product_id}/explanations", summary="Ask what a product's text says")
async def get_product_explanation(
    product_id: Annotated[str, Path(pattern=r"^[a-z0-9-]{1,64}$", examples=["home"])],
    question: Question,
    language: Spoken = Language.ENGLISH,
) -> ExplanationView:
    """The same, from the wording of one product."""
    return _explained(question, language, product_id)


def _explained(question: str, language: Language, product: str | None) -> ExplanationView:
    if product is not None and not Clauses().of(product):
        Products().get(product)  # one without a wording answers nothing; one we do not sell, 404
    found = explain(explainer(), question, language, product=product)
    offer = EnquiryOffer(question=question, language=language, product=product)
    return ExplanationView.of(found, offer)
