"""Which clauses a question is about: each of its words votes for the clauses asked about in it.

People's questions are kept by what they ask about: a clause, or a topic no clause of ours answers.
A family of words, or a word, votes for a subject the more, the oftener it stands in what is asked
of it and the rarer it is elsewhere; where it is never asked with it, it votes against. Votes are
logarithms and are summed: this is naive Bayes. A topic with more votes than every clause, or with
nearly as many, shows that the text does not answer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final

from contracts.insured import Language
from policy.domain.explaining.clause import Clause
from policy.domain.explaining.excluded import AllThatIsNot, Narrowed
from policy.domain.explaining.words import Unit, Words

FAMILY: Final = 2.0
"""What a family of words counts against a word: it says the same in every language."""
EXPECTED: Final = 18.0
"""How many phrases the general share of a word weighs as, against a subject's own phrases."""
NEAR: Final = 0.5
"""Asked of one wording, a question is another's where its best clause has not half the votes."""

Phrases = Mapping[Language, Mapping[str, tuple[str, ...]]]
"""By language, and by what is asked about."""


@dataclass(frozen=True, slots=True)
class Match:
    """A clause, and the votes of the question for it."""

    clause: Clause
    votes: float


@dataclass(frozen=True, slots=True)
class Found:
    """The clauses a question is about, best first, and the votes that it is about none of them.

    Votes may be below nothing, where much of a question was never asked of anything: what counts is
    how far the best clause is above the best of the topics.
    """

    matches: tuple[Match, ...]
    against: float

    @property
    def lead(self) -> float:
        """By how many votes the best clause leads what speaks against an answer."""
        return self.matches[0].votes - self.against if self.matches else 0.0


@dataclass(frozen=True, kw_only=True)
class Index:
    """The clauses and what people ask, read once."""

    clauses: tuple[Clause, ...]
    words: Mapping[Language, Words]
    asked: Phrases
    """What people ask of a clause, by its id, in their own words."""
    elsewhere: Phrases
    """What people ask that no clause answers, by topic."""
    excluded: Mapping[Language, AllThatIsNot]
    narrowed: Mapping[str, tuple[Narrowed, ...]]
    """By the id of a clause that covers: the exclusions that narrow it."""

    def learn(self) -> None:
        """Count every phrase now, and not at the first question."""
        for what in (self._topics, self._losses, self._ballots):
            len(what)

    def units(self, question: str, language: Language) -> list[Unit]:
        """What the question says, in its order."""
        return self.words[language].units(question)

    def all_that_is_not(self, question: str, language: Language) -> frozenset[str] | None:
        """Of which products it asks for all that is not covered; None where it asks for else."""
        return self.excluded[language].asked(self.words[language].as_written(question))

    def narrowing(self, clause: Clause, question: str, language: Language) -> list[Clause]:
        """The exclusions that narrow what this clause covers, as far as the question goes."""
        families = {family for unit in self.units(question, language) for family in unit.families}
        ids = [
            one.clause
            for one in self.narrowed.get(clause.id, ())
            if not one.asked or one.asked & families
        ]
        return [clause for clause in self.clauses if clause.id in ids]

    def find(self, question: str, language: Language, product: str | None) -> Found:
        """The clauses the question is about; of one wording, when a product is named."""
        votes = self._votes(question, language)
        matches = [Match(clause, votes[clause.id]) for clause in self.clauses]
        matches.sort(key=lambda match: (-match.votes, match.clause.id))
        topics = max(votes[topic] for topic in self._topics)
        ours = [match for match in matches if product in {None, match.clause.product}]
        if ours and ours[0] is not matches[0] and ours[0].votes < NEAR * matches[0].votes:
            ours = []
        return Found(tuple(ours), topics)

    def _votes(self, question: str, language: Language) -> dict[str, float]:
        votes: defaultdict[str, float] = defaultdict(float)
        cast = 0.0
        for sign, weight in self._signs(question, language).items():
            cast += weight if sign in self._ballots else 0.0
            for subject, vote in self._ballots.get(sign, {}).items():
                votes[subject] += weight * vote
        return {subject: votes[subject] - cast * loss for subject, loss in self._losses.items()}

    def _signs(self, text: str, language: Language) -> dict[str, float]:
        """What a text shows: families of words, and its words."""
        words = self.words[language]
        signs = words.said(text)
        for unit in words.units(text):
            signs.update(dict.fromkeys(unit.families, FAMILY))
        return signs

    @cached_property
    def _topics(self) -> frozenset[str]:
        return frozenset(topic for said in self.elsewhere.values() for topic in said)

    @cached_property
    def _phrases(self) -> Counter[str]:
        """How many phrases there are of each subject."""
        return Counter(subject for subject, _, _ in self._read())

    @cached_property
    def _losses(self) -> dict[str, float]:
        """What any sign takes from a subject: more, where more was asked without it."""
        return {subject: log(1 + count / EXPECTED) for subject, count in self._phrases.items()}

    @cached_property
    def _ballots(self) -> dict[str, dict[str, float]]:
        """For each sign, its votes for the subjects it was asked about in."""
        counted: dict[str, Counter[str]] = {}
        for subject, text, language in self._read():
            for sign in self._signs(text, language):
                counted.setdefault(sign, Counter())[subject] += 1
        phrases = self._phrases.total()
        return {
            sign: {
                subject: log(1 + times * phrases / (EXPECTED * subjects.total()))
                for subject, times in subjects.items()
            }
            for sign, subjects in counted.items()
        }

    def _read(self) -> Iterator[tuple[str, str, Language]]:
        """Every phrase with its subject; a clause's own text is one of its phrases."""
        for language in Language:
            for clause in self.clauses:
                yield clause.id, clause.text[language], language
            for phrases in (self.asked[language], self.elsewhere[language]):
                for subject, said in phrases.items():
                    for text in said:
                        yield subject, text, language
