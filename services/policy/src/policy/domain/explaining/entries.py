"""What the index keeps of a clause, and what it finds: families, entries, matches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.insured import Language
from policy.domain.explaining.clause import Clause


@dataclass(frozen=True, kw_only=True)
class Families:
    """How families of words hang together, in every language."""

    broader: Mapping[str, str]
    products: Mapping[str, str]
    """The family a whole wording is about."""
    kinds: Mapping[str, str]
    """The family a clause answers by being of its kind."""
    faint: frozenset[str]
    """Often the circumstances of a question, seldom its point."""

    def wider(self, families: Iterable[str]) -> frozenset[str]:
        """What these are cases of."""
        found: set[str] = set()
        for family in families:
            above = self.broader.get(family)
            while above is not None:
                found.add(above)
                above = self.broader.get(above)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one clause says: in any language, by what its words are cases of, and by its kind."""

    clause: Clause
    families: frozenset[str]
    literals: Mapping[Language, frozenset[str]]
    wider: frozenset[str]
    implied: frozenset[str]
    asked: Mapping[Language, Mapping[str, int]]
    """Families and words of what people ask of it, and in how many phrases."""

    @property
    def everything(self) -> frozenset[str]:
        """All it touches."""
        return self.families | self.wider | self.implied


@dataclass(frozen=True, slots=True)
class Match:
    """A clause, its score, and how well it meets each unit of the question (0 to 1)."""

    clause: Clause
    score: float
    met: tuple[float, ...]
