"""Which clauses a question is about, and how much of it they speak of.

Rare words weigh more (the inverse document frequency of BM25). A word of the question is met by a
clause that says it, less by one that says the wider thing, least by one whose product is about it.
What people ask of a clause, in words no wording uses, finds it too; it is never quoted.
What no clause speaks of stays unmet, and lowers the confidence: that is how we find that the text
does not say something.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt
from typing import Final

from contracts.insured import Language
from policy.domain.explaining.clause import Clause
from policy.domain.explaining.entries import Entry, Families, Match
from policy.domain.explaining.words import Unit, Words

SAID: Final = 1.0
MEANT: Final = 0.9
ONCE: Final = 0.67
"""A clause that is asked for in that word in one phrase; in more phrases, ever nearer to `SAID`."""
LIKE: Final = 1.0
"""What it weighs that a phrase of what is asked of the clause is like the whole question."""
LITTLE: Final = 0.3
"""What a common word weighs: it helps to find, and does not lower the confidence."""
HEARD: Final = 2.0
"""What a word weighs at most that people use and no wording does: to miss it tells little."""
LENGTH: Final = 0.1
"""How far a clause that speaks of much is held back: BM25's b."""
WIDER: Final = 0.5
IMPLIED: Final = 0.45
ABSENT: Final = 4.5
"""What it weighs that a question is about a thing no wording mentions: as much as the rarest."""
UNREAD: Final = 2.6
"""What a word weighs that we do not know: it may be the point of the question, or nothing."""
FAINT: Final = 0.4
"""What is left of the weight of mere circumstances."""
ELSEWHERE: Final = 0.6
"""What is left of a clause of a car's wording when the question speaks of a home."""


@dataclass(frozen=True, kw_only=True)
class Index:
    """The clauses, read once."""

    clauses: tuple[Clause, ...]
    words: Mapping[Language, Words]
    families: Families
    asked: Mapping[Language, Mapping[str, tuple[str, ...]]]
    """What people ask of a clause, by its id, in their own words."""

    def weights(self, units: list[Unit], language: Language) -> tuple[float, ...]:
        """How much each unit says about what is asked; one unknown word more says half as much."""
        weights, unread = [], 0
        for unit in units:
            if not unit.families and unit.literals <= self.words[language].little:
                weights.append(LITTLE)
                continue
            known = self._weight(unit)
            if known is None:
                known, unread = UNREAD / 2**unread, unread + 1
            weights.append(known)
        return tuple(weights)

    def units(self, question: str, language: Language) -> list[Unit]:
        """What the question says, in its order."""
        return self.words[language].units(question)

    def matches(self, question: str, language: Language, product: str | None) -> list[Match]:
        """The clauses that meet the question, best first."""
        units = self.units(question, language)
        weights = self.weights(units, language)
        focus = self._focus(units) if product is None else frozenset()
        found = [
            self._match(entry, units, weights, language, focus)
            for entry in self._entries
            if product in {None, entry.clause.product}
        ]
        found.sort(key=lambda match: (-match.score, match.clause.id))
        return [match for match in found if match.score > 0]

    def _match(
        self,
        entry: Entry,
        units: list[Unit],
        weights: tuple[float, ...],
        language: Language,
        focus: frozenset[str],
    ) -> Match:
        met = tuple(self._meets(entry, unit, language) for unit in units)
        score = sum(weight * part for weight, part in zip(weights, met, strict=True))
        score /= (1 - LENGTH) + LENGTH * len(entry.families) / self._usual_length
        score += LIKE * self._likeness(entry, units, weights, language)
        if focus and entry.clause.product not in focus:
            score *= ELSEWHERE
        return Match(entry.clause, score, met)

    def _likeness(
        self, entry: Entry, units: list[Unit], weights: tuple[float, ...], language: Language
    ) -> float:
        """Of what is shared with the phrase most like the question: more, the less either adds."""
        best, asked = 0.0, sum(weights)
        for phrase, weight in self._phrases[language][entry.clause.id]:
            shared = sum(
                known
                for unit, known in zip(units, weights, strict=True)
                if unit.families & phrase or unit.literals <= phrase
            )
            if shared:
                best = max(best, shared * sqrt(shared / (asked * weight)))
        return best

    @cached_property
    def _phrases(self) -> dict[Language, dict[str, list[tuple[frozenset[str], float]]]]:
        return {
            language: {clause.id: self._weighed(clause, language) for clause in self.clauses}
            for language in Language
        }

    def _weighed(self, clause: Clause, language: Language) -> list[tuple[frozenset[str], float]]:
        """What is asked of the clause, phrase by phrase: what it names, and what that weighs."""
        found = []
        for phrase in self.asked[language].get(clause.id, ()):
            units = self.units(phrase, language)
            families = frozenset(one for unit in units for one in unit.families)
            literals = frozenset(one for unit in units for one in unit.literals)
            if weight := sum(self.weights(units, language)):
                found.append((families & self._spoken | literals, weight))
        return found

    def _meets(self, entry: Entry, unit: Unit, language: Language) -> float:
        asked = entry.asked[language]
        if not unit.families:
            literals = entry.literals[language]
            return sum(
                SAID if one in literals else _often(asked.get(one, 0)) for one in unit.literals
            ) / len(unit.literals)
        above = self.families.wider(unit.families)
        if not (unit.families | above) & self._spoken:
            return 0.0
        if unit.families & entry.families:
            return SAID if unit.literals <= entry.literals[language] else MEANT
        often = max(asked.get(family, 0) for family in unit.families)
        also = _often(max(often, min(asked.get(one, 0) for one in unit.literals)))
        if above & entry.families or unit.families & entry.wider:
            return max(WIDER, also)
        return max(also, IMPLIED if (unit.families | above) & entry.implied else 0.0)

    def _weight(self, unit: Unit) -> float | None:
        if not unit.families:
            known = [self._frequency.get(literal, 0) for literal in unit.literals]
            if not all(known):
                return None
            rarity = self._rarity(min(known))
            return rarity if any(one in self._said for one in unit.literals) else min(rarity, HEARD)
        families = unit.families & self._spoken or self.families.wider(unit.families) & self._spoken
        if not families:
            return ABSENT
        rarity = self._rarity(min(self._frequency[family] for family in families))
        return rarity * FAINT if unit.families <= self.families.faint else rarity

    def _rarity(self, clauses: int) -> float:
        return log(1 + (len(self.clauses) - clauses + 0.5) / (clauses + 0.5))

    def _focus(self, units: list[Unit]) -> frozenset[str]:
        said = frozenset(family for unit in units for family in unit.families)
        said |= self.families.wider(said)
        return frozenset(
            product for product, family in self.families.products.items() if family in said
        )

    @cached_property
    def _usual_length(self) -> float:
        return sum(len(entry.families) for entry in self._entries) / len(self._entries)

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return tuple(self._entry(clause) for clause in self.clauses)

    @cached_property
    def _frequency(self) -> dict[str, int]:
        counted: dict[str, int] = {}
        for entry in self._entries:
            said = entry.everything.union(*entry.literals.values())
            for each in said:
                counted[each] = counted.get(each, 0) + 1
            for each in {one for asked in entry.asked.values() for one in asked} - said:
                counted[each] = counted.get(each, 0) + 1
        return counted

    @cached_property
    def _said(self) -> frozenset[str]:
        """Words some wording says."""
        return frozenset(
            one for entry in self._entries for said in entry.literals.values() for one in said
        )

    @cached_property
    def _spoken(self) -> frozenset[str]:
        """Families some wording speaks of, or is about."""
        return frozenset(one for entry in self._entries for one in entry.everything)

    def _entry(self, clause: Clause) -> Entry:
        said = {
            language: self.words[language].units(clause.text[language]) for language in Language
        }
        families = frozenset(
            family for units in said.values() for unit in units for family in unit.families
        )
        implied = {self.families.products[clause.product]}
        if clause.about in self.families.kinds:
            implied.add(self.families.kinds[clause.about])
        return Entry(
            clause=clause,
            families=families,
            literals={
                language: frozenset(one for unit in units for one in unit.literals)
                for language, units in said.items()
            },
            wider=self.families.wider(families),
            implied=frozenset(implied),
            asked={language: self._asked(clause, language) for language in Language},
        )

    def _asked(self, clause: Clause, language: Language) -> dict[str, int]:
        counted: dict[str, int] = {}
        for phrase in self.asked[language].get(clause.id, ()):
            units = self.words[language].units(phrase)
            for one in {one for unit in units for one in unit.families | unit.literals}:
                counted[one] = counted.get(one, 0) + 1
        return counted


def _often(phrases: int) -> float:
    return SAID * phrases / (phrases - 1 + 1 / ONCE) if phrases else 0.0
