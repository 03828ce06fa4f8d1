"""A question for all that is not covered, and the exclusions that narrow a single cover.

Nobody asks of a clause there: the answer is every clause that says no, as the wording has them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from contracts.insured import Language
from policy.domain.explaining.clause import Clause

WAYS: Final = (
    frozenset({"excluded"}),
    frozenset({"asks", "refused"}),
    frozenset({"asks", "not", "covered"}),
)
"""What a question has to say, to ask for all that is not covered."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """An exclusion that narrows a cover."""

    clause: str
    asked: frozenset[str]
    """Said only to a question that speaks of one of these families; empty: to every one."""


@dataclass(frozen=True, kw_only=True)
class AllThatIsNot:
    """How people of one language ask what is not covered."""

    kinds: Mapping[tuple[str, ...], str]
    """What each phrase does: asks, says `not`, `covered` or `excluded`, or stands beside."""
    products: Mapping[tuple[str, ...], str]
    """The names that products go by."""

    def asked(self, words: list[str]) -> frozenset[str] | None:
        """Of which products it is asked, none named being all; None where it is asked something."""
        said: set[str] = set()
        named: set[str] = set()
        place = 0
        while place < len(words):
            length = self._longest(words, place)
            if not length:
                return None
            phrase = tuple(words[place : place + length])
            if phrase in self.products:
                named.add(self.products[phrase])
            else:
                said.add(self.kinds[phrase])
            place += length
        asked = any(ways <= said for ways in WAYS)
        return frozenset(named) if asked else None

    def _longest(self, words: list[str], place: int) -> int:
        for length in range(min(self._most, len(words) - place), 0, -1):
            phrase = tuple(words[place : place + length])
            if phrase in self.kinds or phrase in self.products:
                return length
        return 0

    @cached_property
    def _most(self) -> int:
        return max(map(len, (*self.kinds, *self.products)))


def all_that_say_no(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Those that take something out of cover, in every language alike, as the wording has them."""
    return tuple(
        clause
        for clause in clauses
        if clause.excludes
        or all(
            any(sentence.not_covered for sentence in clause.sentences(language))
            for language in Language
        )
    )
