"""Explanations over HTTP: what our wordings say to a question, quoted. Anybody may ask."""

import re
from typing import Annotated, Final, Self

from fastapi import Path, Query
from pydantic import BaseModel, Field

from chassis.web import Routes
from contracts.insured import Language
from policy.domain.explaining.clause import About, Clause
from policy.domain.explaining.explanation import Explanation, explain, explained_elsewhere
from policy.domain.products import Plan
from policy.storage import Clauses, Products, explainer_at_hand, explainer_says

LONGEST = 400
# Days, shares and ages have two digits in our wordings.
_AMOUNT: Final = re.compile(r"[0-9]{3}")

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


class OtherWordingView(BaseModel):
    """The clause of another product of ours that answers the question."""

    product: str
    name: str
    clause_id: str
    version: str

    @classmethod
    def of(cls, clause: Clause, language: Language) -> Self:
        """Name it."""
        return cls(
            product=clause.product,
            name=_name(clause.product, language),
            clause_id=clause.id,
            version=clause.version,
        )


class ExplanationView(BaseModel):
    """What the policy text says; what is not covered stands first."""

    answered: bool
    confidence: float = Field(
        description="How far the best clause leads whatever speaks against an answer, 0 to 1; "
        "from 0.5 on we answer."
    )
    sentences: list[SentenceView]
    amounts: str | None = Field(
        description="In which currency the amounts are that the sentences name; `x8`: there they "
        "are eight times as much."
    )
    note: str | None = Field(description="Said when the text does not answer.")
    elsewhere: OtherWordingView | None = Field(
        description="Of a question to one product: the other one that answers it."
    )
    enquiry: EnquiryOffer | None = Field(description="Offered when the text does not answer.")

    @classmethod
    def of(
        cls, found: Explanation, offer: EnquiryOffer, elsewhere: OtherWordingView | None
    ) -> Self:
        """Show it; where nothing was found, say so, name who answers, and offer a person."""
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
            amounts=_amounts(found, offer.language),
            note=None if found.answered else _note(elsewhere, offer.language),
            elsewhere=elsewhere,
            enquiry=None if found.answered else offer,
        )


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
    if product is not None and has_wording and not found.answered:
        other = explained_elsewhere(index, question, language, product=product)
    shown = None if other is None else OtherWordingView.of(other, language)
    return ExplanationView.of(found, offer, shown)


def _note(elsewhere: OtherWordingView | None, language: Language) -> str:
    if elsewhere is None:
        return explainer_says("unsaid", language)
    named = {"product": elsewhere.name, "clause": elsewhere.clause_id}
    return explainer_says("elsewhere", language, **named)


def _amounts(found: Explanation, language: Language) -> str | None:
    """The currencies of the products whose sentences name amounts."""
    products = [
        quoted.clause.product
        for quoted in found.quoted
        if any(_AMOUNT.search(sentence.text) for sentence in quoted.sentences)
    ]
    markets = [market for product in products for market in _newest(product).markets]
    said = {
        market.currency if market.scale == 1 else f"{market.currency} (x{market.scale})": None
        for market in markets
    }
    return explainer_says("amounts", language, currencies=", ".join(said)) if said else None


def _name(product: str, language: Language) -> str:
    return _newest(product).product.names.said(language)


def _newest(product: str) -> Plan:
    return [plan for plan in Products().versions() if plan.id == product][-1]
