"""An answer: sentences of the wording, what is not covered first; or that the text does not say."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from contracts.insured import Language
from policy.domain.explaining.clause import Clause, Sentence
from policy.domain.explaining.excluded import all_that_say_no
from policy.domain.explaining.index import Found, Index, Match
from policy.domain.explaining.words import Unit

FLOOR: Final = 0.5
"""Below this confidence we do not answer: the best clause leads by less than `LEAD`."""
LEAD: Final = 4.0
"""The votes by which a clause must lead; chosen where most are answered and most others refused."""
LEAST: Final = -8.0
"""A clause with fewer votes leads nothing: hardly a word of the question was ever asked of it."""
CLOSE: Final = 0.35
"""A clause belongs to the answer when it has so large a share of the best one's votes;"""
CLOSER: Final = 0.6
"""one of another wording than the best one's needs so large a share."""
MOST: Final = 2


@dataclass(frozen=True, slots=True)
class Quoted:
    """A clause that answers: its sentences that do, and its rank by relevance, from 1."""

    clause: Clause
    rank: int
    relevance: float
    """Its votes over the best one's, 0 to 1."""
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
    which: bool = False
    """Every wording answers it, each for itself: it must be asked of one."""

    @property
    def answered(self) -> bool:
        """Whether the policy text says something to it."""
        return bool(self.quoted)


def explain(
    index: Index, question: str, language: Language, *, product: str | None = None
) -> Explanation:
    """Answer from the wording of this product, or of all when none is named."""
    named = index.all_that_is_not(question, language)
    if named is not None and (product is None or named <= {product}):
        return _all_that_is_not(index, named if product is None else {product}, language)
    found = index.find(question, language, product)
    best = found.matches[0].votes if found.matches else LEAST
    lead = max(0.0, found.lead) if best > LEAST else 0.0
    confidence = lead / (lead + LEAD)
    if confidence < FLOOR:
        return Explanation(confidence, ())
    close = [match for match in found.matches[:MOST] if _belongs(match, found, language)]
    quoted = [
        Quoted(
            match.clause,
            rank,
            1.0 if rank == 1 else match.votes / best,
            _answering(index, match, question, language),
        )
        for rank, match in enumerate(close, 1)
    ]
    quoted += _narrowing(index, quoted, question, language)
    quoted.sort(key=lambda one: (not one.not_covered, one.rank))
    return Explanation(confidence, tuple(quoted))


def explained_elsewhere(
    index: Index, question: str, language: Language, *, product: str
) -> Clause | None:
    """The clause of another wording that answers what this one does not; None where none does."""
    found = explain(index, question, language)
    best = min(found.quoted, key=lambda one: one.rank, default=None)
    return None if best is None or best.clause.product == product else best.clause


def _all_that_is_not(index: Index, products: Collection[str], language: Language) -> Explanation:
    """Every clause of the one wording that says no, whole and in the wording's order."""
    if len(products) != 1:
        return Explanation(0.0, (), which=True)
    wording = tuple(clause for clause in index.clauses if clause.product in products)
    quoted = tuple(
        Quoted(clause, rank, 1.0, clause.sentences(language))
        for rank, clause in enumerate(all_that_say_no(wording), 1)
    )
    return Explanation(1.0 if quoted else 0.0, quoted)


def _narrowing(
    index: Index, quoted: list[Quoted], question: str, language: Language
) -> list[Quoted]:
    """The exclusions that narrow what is quoted, where they are not quoted themselves."""
    known = {one.clause.id for one in quoted}
    more: dict[str, Quoted] = {}
    for one in quoted:
        for clause in index.narrowing(one.clause, question, language):
            if clause.id not in known | more.keys():
                rank = len(quoted) + len(more) + 1
                sentences = clause.sentences(language)
                more[clause.id] = Quoted(clause, rank, one.relevance, sentences)
    return list(more.values())


def _belongs(match: Match, found: Found, language: Language) -> bool:
    """Whether it is near the best, and would answer by itself or says what is not covered."""
    best = found.matches[0]
    share = CLOSE if match.clause.product == best.clause.product else CLOSER
    if match is best:
        return True
    if match.votes <= 0 or match.votes < share * best.votes:
        return False
    says_no = any(one.not_covered for one in match.clause.sentences(language))
    return says_no or match.votes - found.against >= LEAD


def _answering(
    index: Index, match: Match, question: str, language: Language
) -> tuple[Sentence, ...]:
    """The sentences that meet the question or say no, and all before them.

    A later sentence excepts, adds to or goes on from the first: alone it may say the opposite.
    """
    sentences = match.clause.sentences(language)
    asked = index.units(question, language)
    meets = [_meets(index, asked, sentence, language) for sentence in sentences]
    last = max(
        place
        for place, sentence in enumerate(sentences)
        if sentence.not_covered or meets[place] == max(meets)
    )
    return sentences[: last + 1]


def _meets(index: Index, asked: list[Unit], sentence: Sentence, language: Language) -> int:
    """How many things asked the sentence speaks of."""
    said = index.words[language].units(sentence.text)
    families = frozenset(family for unit in said for family in unit.families)
    literals = frozenset(literal for unit in said for literal in unit.literals)
    return sum(bool(unit.families & families or unit.literals & literals) for unit in asked)
