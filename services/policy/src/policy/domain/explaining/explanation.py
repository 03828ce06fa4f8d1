"""An answer: sentences of the wording, what is not covered first; or that the text does not say."""

from dataclasses import dataclass
from typing import Final

from contracts.insured import Language
from policy.domain.explaining.clause import Clause, Sentence
from policy.domain.explaining.entries import Match
from policy.domain.explaining.index import LITTLE, Index
from policy.domain.explaining.words import Unit

FLOOR: Final = 0.47
"""Of what a question says, weighed, the clauses must speak of so much; else we do not answer."""
LEAST: Final = 1.3
"""And they must say something of weight: a question of nothing but common words has no answer."""
CLOSE: Final = 0.75
"""A clause belongs to the answer when its score is so near to the best one's."""
MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Quoted:
    """A clause that answers: its sentences that do, and its rank by relevance, from 1."""

    clause: Clause
    rank: int
    relevance: float
    """Its score over the best one's, 0 to 1."""
    sentences: tuple[Sentence, ...]

    @property
    def not_covered(self) -> bool:
        """Some of it says what is not covered."""
        return any(sentence.not_covered for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the wordings say to a question; nothing quoted when they do not say."""

    confidence: float
    quoted: tuple[Quoted, ...]
    """What is not covered first; within that, the most relevant first."""

    @property
    def answered(self) -> bool:
        """Whether the policy text says something to it."""
        return bool(self.quoted)


def explain(
    index: Index, question: str, language: Language, *, product: str | None = None
) -> Explanation:
    """Answer from the wording of this product, or of all when none is named."""
    matches = index.matches(question, language, product)
    if not matches:
        return Explanation(0.0, ())
    weights = index.weights(index.units(question, language), language)
    best = matches[0]
    close = [match for match in matches[:MOST] if match.score >= CLOSE * best.score]
    confidence = _confidence(close, _once(index.units(question, language), weights))
    if confidence < FLOOR or best.score < LEAST:
        return Explanation(confidence, ())
    quoted = [
        Quoted(
            match.clause,
            rank,
            match.score / best.score,
            _answering(index, match, question, language),
        )
        for rank, match in enumerate(close, 1)
    ]
    quoted.sort(key=lambda one: (not one.not_covered, one.rank))
    return Explanation(confidence, tuple(quoted))


def _once(units: list[Unit], weights: tuple[float, ...]) -> tuple[float, ...]:
    """What the question says twice counts once for how much of it is spoken of."""
    seen: set[frozenset[str]] = set()
    counted = []
    for unit, weight in zip(units, weights, strict=True):
        said = unit.families or unit.literals
        counted.append(0.0 if said in seen or weight <= LITTLE else weight)
        seen.add(said)
    return tuple(counted)


def _confidence(close: list[Match], weights: tuple[float, ...]) -> float:
    """How much of the question, weighed, the best clause and its like of one wording speak of."""
    best = close[0].clause.product
    together = [match.met for match in close if match.clause.product == best]
    met = [max(parts) for parts in zip(*together, strict=True)]
    spoken = sum(weight * part for weight, part in zip(weights, met, strict=True))
    return float(spoken / sum(weights)) if any(weights) else 0.0


def _answering(
    index: Index, match: Match, question: str, language: Language
) -> tuple[Sentence, ...]:
    """The sentences that meet the question; one that says no is never left out, nor its subject."""
    sentences = match.clause.sentences(language)
    asked = index.units(question, language)
    meets = [_meets(index, asked, sentence, language) for sentence in sentences]
    chosen = {place for place, met in enumerate(meets) if met >= max(meets)}
    for place, sentence in enumerate(sentences):
        if sentence.not_covered:
            chosen.update(range(place + 1))
    return tuple(sentence for place, sentence in enumerate(sentences) if place in chosen)


def _meets(index: Index, asked: list[Unit], sentence: Sentence, language: Language) -> int:
    """How many things asked the sentence speaks of."""
    said = index.words[language].units(sentence.text)
    families = frozenset(family for unit in said for family in unit.families)
    literals = frozenset(literal for unit in said for literal in unit.literals)
    return sum(bool(unit.families & families or unit.literals & literals) for unit in asked)
