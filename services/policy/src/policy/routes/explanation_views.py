"""What an explanation shows: sentences with their clauses, and what is said beside them."""

import re
from typing import Final, Self

from pydantic import BaseModel, Field

from contracts.insured import Language
from contracts.writing import Writing
from policy.domain.explaining.clause import About, Clause
from policy.domain.explaining.explanation import Explanation
from policy.domain.products import Plan
from policy.domain.products.plan import Market
from policy.storage import Clauses, Products, explainer_says

# Days, shares and ages have two digits in our wordings.
_AMOUNT: Final = re.compile(r"[0-9]{3}")


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
    """The enquiry to send, as it is, with one click: `POST /v1/enquiries`.

    Without a token: `POST /v1/visitor-enquiries`, with a mail or phone to answer to.
    """

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


class ProductChoice(BaseModel):
    """A product to ask of: `GET /v1/products/{product}/explanations`."""

    product: str
    name: str


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
    amounts_in_words: str | None = Field(
        default=None, description="The same, as a customer reads it."
    )
    note: str | None = Field(description="Said when the text does not answer.")
    elsewhere: OtherWordingView | None = Field(
        description="Of a question to one product: the other one that answers it."
    )
    choose: list[ProductChoice] = Field(
        default=[], description="Where every product answers for itself: of which one to ask."
    )
    enquiry: EnquiryOffer | None = Field(description="Offered when the text does not answer.")

    @classmethod
    def of(
        cls, found: Explanation, offer: EnquiryOffer, elsewhere: OtherWordingView | None
    ) -> Self:
        """Show it; where nothing was found, say so, name who answers, and offer a person."""
        choose = _choices(offer.language) if found.which else []
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
            amounts_in_words=_amounts_in_words(found, offer.language),
            note=None if found.answered else _note(elsewhere, choose, offer.language),
            elsewhere=elsewhere,
            choose=choose,
            enquiry=None if found.answered else offer,
        )


def _note(
    elsewhere: OtherWordingView | None, choose: list[ProductChoice], language: Language
) -> str:
    if choose:
        names = ", ".join(choice.name for choice in choose)
        names = names.replace(", ", "、") if language is Language.CHINESE else names
        return explainer_says("which", language, products=names)
    if elsewhere is None:
        return explainer_says("unsaid", language)
    named = {"product": elsewhere.name, "clause": elsewhere.clause_id}
    return explainer_says("elsewhere", language, **named)


def _choices(language: Language) -> list[ProductChoice]:
    """Every product that has a wording."""
    products = {clause.product: None for clause in Clauses().all()}
    return [ProductChoice(product=each, name=_name(each, language)) for each in products]


def _amounts(found: Explanation, language: Language) -> str | None:
    """The currencies of the products whose sentences name amounts."""
    said = {
        market.currency if market.scale == 1 else f"{market.currency} (x{market.scale})": None
        for market in _markets(found)
    }
    return explainer_says("amounts", language, currencies=", ".join(said)) if said else None


def _amounts_in_words(found: Explanation, language: Language) -> str | None:
    """The same in words: the currencies the figures are in, then those that multiply them."""
    markets = _markets(found)
    if not markets:
        return None
    plain = {market.currency: None for market in markets if market.scale == 1}
    named = [explainer_says(currency, language) for currency in plain]
    either = explainer_says("or", language)
    said = [explainer_says("amounts_in_words", language, currencies=either.join(named))]
    for currency, scale in {(one.currency, one.scale): None for one in markets if one.scale > 1}:
        times = explainer_says(f"times_{scale}", language)
        name = explainer_says(currency, language)
        said.append(explainer_says("amounts_times", language, currency=name, times=times))
    return Writing(language).joined(*said)


def _markets(found: Explanation) -> list[Market]:
    """Where the products are sold whose sentences name amounts."""
    products = {
        quoted.clause.product: None
        for quoted in found.quoted
        if any(_AMOUNT.search(sentence.text) for sentence in quoted.sentences)
    }
    return [market for product in products for market in _newest(product).markets]


def _name(product: str, language: Language) -> str:
    return _newest(product).product.names.said(language)


def _newest(product: str) -> Plan:
    return [plan for plan in Products().versions() if plan.id == product][-1]
