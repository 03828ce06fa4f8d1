"""The facts a line's rules compare: what the customer answered, and what the house found out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from chassis.errors import Conflict
from contracts.insured import Language
from policy.domain.offer import Answer, Offer
from policy.domain.underwriting.condition import normal
from policy.domain.underwriting.sources import BadAnswer, Sources, Way, learn

LARGEST: Final = Decimal(10**15)
FactKind = Literal["number", "text", "yes_no"]
TYPES: Final[Mapping[FactKind, type]] = {"number": Decimal, "text": str, "yes_no": bool}


class ChangesPrice(Conflict, code="answer-changes-price"):
    """The price took silence for another answer than the one that is given now."""


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What is known, and for each fact that is not the questions it waits for."""

    facts: Mapping[str, object]
    waits: Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class FactBook:
    """The facts of one line, and for each product how its answers say them."""

    ask: Mapping[str, FactKind]
    """What the customer says: by the answers to the product's questions, or asked for."""
    house: Mapping[str, object]
    """What we find out ourselves, as it is taken until somebody says otherwise."""
    money: frozenset[str]
    """The facts that are amounts: compared before the scale of the market, as sums are."""
    sources: Mapping[str, Sources]
    """By product, the ways from its questions to the facts."""
    scales: Mapping[str, Mapping[str, int]]
    """By product and jurisdiction, what amounts are divided by."""
    told: Mapping[str, frozenset[str]]
    """By product, the documents that its questions stand for."""
    priced: Mapping[str, Mapping[str, object]]
    """By product, the questions that silence was priced for, and as what."""

    texts: Mapping[str, Mapping[str, Mapping[Language, str]]] = field(default_factory=dict)
    """By product and question, the words in which it is asked."""

    def asked_as(self, product: str, name: str, language: Language) -> str:
        """A question in the customer's language; a fact no question asks for, by its name."""
        words = self.texts.get(product, {}).get(name)
        return words[language] if words is not None else name.replace("_", " ")

    @property
    def names(self) -> frozenset[str]:
        """Every fact of the line."""
        return frozenset({*self.ask, *self.house})

    def gather(self, offer: Offer, more: Mapping[str, object]) -> Gathered:
        """Everything known. `more` was learnt later: answers by their question, facts by name."""
        sources = self.sources.get(offer.product, {})
        questions = {name for ways in sources.values() for way in ways for name in way.questions}
        said = _said(offer, {n: v for n, v in more.items() if self._answers(sources, n)})
        learnt, waits = learn(sources, said, offer.period)
        facts: dict[str, object] = {n: normal(v) for n, v in self.house.items() if n not in waits}
        facts |= {name: normal(value) for name, value in said.items() if name not in questions}
        facts |= learnt
        facts |= {name: normal(value) for name, value in more.items() if name in self.names}
        facts["jurisdiction"] = offer.jurisdiction
        self._must_be_of_their_kind(facts)
        scale = self.scales.get(offer.product, {}).get(offer.jurisdiction, 1)
        for name in self.money & facts.keys():
            facts[name] = Decimal(str(facts[name])) / scale
        return Gathered(facts=facts, waits=waits)

    def to_ask(self, wanted: frozenset[str] | set[str], found: Gathered) -> tuple[str, ...]:
        """The questions for facts that are wanted and not known, each once."""
        unknown = wanted - found.facts.keys()
        names = [name for name in (*self.ask, *self.house) if name in unknown]
        return tuple(dict.fromkeys(one for n in names for one in found.waits.get(n, [n])))

    def must_take(self, offer: Offer, learnt: Mapping[str, object], *, under: str) -> None:
        """Refuse what no rule of the line knows, or of another kind, where it was said."""
        sources = self.sources.get(offer.product, {})
        questions = {name for ways in sources.values() for way in ways for name in way.questions}
        for name, value in learnt.items():
            if name not in self.names | questions | offer.answers.keys():
                raise BadAnswer(f"{name} is no fact of this line", field=f"{under}/{name}")
            try:
                self.gather(offer, {name: value})
            except BadAnswer as refused:
                refused.field = f"{under}/{name}"
                raise

    def must_fit_the_price(self, offer: Offer, answers: Mapping[str, object]) -> None:
        """Refuse an answer that silence was priced otherwise for."""
        for name, priced in self.priced.get(offer.product, {}).items():
            silent = offer.answers.get(name) is None
            if silent and name in answers and normal(answers[name]) != normal(priced):
                raise ChangesPrice(
                    f"{name} was priced as {priced}: ask for a quote with this answer and take it",
                    field=f"/answers/{name}",
                )

    def _answers(self, sources: Sources, name: str) -> bool:
        """Whether a name stands for a question: a fact of that name only where it is copied."""
        copied = Way(how="copy", of=(name,))
        return name not in self.names or copied in sources.get(name, ())

    def _must_be_of_their_kind(self, facts: Mapping[str, object]) -> None:
        wanted = {name: TYPES[kind] for name, kind in self.ask.items()}
        wanted |= {name: type(normal(value)) for name, value in self.house.items()}
        for name, kind in wanted.items():
            value = facts.get(name)
            if value is not None and not _fits(value, kind):
                raise BadAnswer(f"{name} is not of its kind", field="/offer/answers")


def _said(offer: Offer, later: Mapping[str, object]) -> dict[str, Answer]:
    said: dict[str, object] = {**offer.answers, **later}
    return {name: value for name, value in said.items() if value is not None}  # type: ignore[misc]


def _fits(value: object, kind: type) -> bool:
    if not isinstance(value, kind) or (kind is Decimal and isinstance(value, bool)):
        return False
    return not isinstance(value, Decimal) or abs(value) < LARGEST
