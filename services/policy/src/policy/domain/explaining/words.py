"""Words into what they mean to an insurer: `hotel` is lodging, `grúa` is roadside help.

A text becomes units. A unit is a word or a phrase that says one thing: the families it belongs to,
and the word itself. Longest phrases are read first, so that `pay myself` is not `pay`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

_WORDS: Final = re.compile(r"[^\W_]+")
_WRITTEN_WITHOUT_SPACES: Final = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_LITERAL: Final = "="
_CHARACTER: Final = 0.4
_PAIR: Final = 0.8
"""What a character and a pair of them count against a word."""
_LONG: Final = 6
"""Shorter words are too often near to another by chance."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Something a text says once."""

    families: frozenset[str]
    literals: frozenset[str]
    """The word as it is written, cut to its stem; in Chinese, pairs of characters."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one language: families of words that mean the same, and those that mean nothing.

    `stem` cuts a word to what its forms share; None for a language written without spaces.
    """

    families: Mapping[str, tuple[str, ...]]
    ignored: tuple[str, ...]
    common: tuple[str, ...]
    """Says little: in a family only where it is spelled as that family spells it."""
    texts: tuple[str, ...]
    """What is known to be spelled right, beside the families: a word near to one of it is it."""
    stem: Callable[[str], str] | None

    def units(self, text: str) -> list[Unit]:
        """What the text says, in its order; what says nothing is left out."""
        written = self._written(text)
        atoms = [self._spelled(self._atom(word)) for word in written]
        found: list[Unit] = []
        unread: list[str] = []
        place = 0
        while place < len(atoms):
            length, families = self._longest(atoms, place)
            if length <= 1 and written[place] in self._unsaying:
                length, families = 1, frozenset()
            if length <= 1 and written[place] in self._saying_little:
                length = 0
            if not length:
                unread.append(atoms[place])
                place += 1
                continue
            found += self._unread(unread)
            if families:
                said = atoms[place : place + length]
                spelled = tuple(map(_plain, written[place : place + length]))
                families = self._exact.get(spelled, families)
                found.append(Unit(families, frozenset(f"{_LITERAL}{atom}" for atom in said)))
            place += length
        return found + self._unread(unread)

    def said(self, text: str) -> dict[str, float]:
        """Its words, cut to their stems, and what each counts; figures say little and do not.

        Of Chinese, the pairs of characters, and less each character.
        """
        atoms = [self._spelled(atom) for atom in self._atoms(text) if not atom.isdigit()]
        if self.stem is not None:
            return dict.fromkeys((f"{_LITERAL}{atom}" for atom in atoms), 1.0)
        said = dict.fromkeys((f"{_LITERAL}{atom}" for atom in atoms), _CHARACTER)
        return said | {f"{_LITERAL}{one}{two}": _PAIR for one, two in pairwise(atoms)}

    def as_written(self, text: str) -> list[str]:
        """Its words in their order, without accents; of Chinese, the characters."""
        return [_plain(word) for word in self._written(text)]

    def _spelled(self, atom: str) -> str:
        """The one known word that is one letter away, where this one is not known."""
        if self.stem is None or len(atom) < _LONG or atom in self._known:
            return atom
        near = {known for cut in _cuts(atom) for known in self._cut.get(cut, ())}
        near = {known for known in near if known[0] == atom[0]}
        return near.pop() if len(near) == 1 else atom

    @cached_property
    def _known(self) -> frozenset[str]:
        said = (*self.ignored, *self.common, *self.texts)
        atoms = {atom for text in said for atom in self._atoms(text)}
        return frozenset(atoms.union(*self._phrases))

    @cached_property
    def _cut(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for known in self._known:
            if len(known) >= _LONG - 1:
                for cut in _cuts(known):
                    found.setdefault(cut, set()).add(known)
        return found

    def _longest(self, atoms: list[str], place: int) -> tuple[int, frozenset[str]]:
        longest = min(self._most_atoms, len(atoms) - place)
        for length in range(longest, 0, -1):
            families = self._phrases.get(tuple(atoms[place : place + length]))
            if families is not None:
                return length, families
        return 0, frozenset()

    def _unread(self, atoms: list[str]) -> list[Unit]:
        """Words in no family; a run of Chinese characters is one, found again by its pairs."""
        run, atoms[:] = list(atoms), []
        run = [atom for atom in run if not atom.isdigit()]
        if self.stem is not None:
            return [Unit(frozenset(), frozenset({f"{_LITERAL}{atom}"})) for atom in run]
        if not run:
            return []
        pairs = {f"{_LITERAL}{one}{two}" for one, two in pairwise(run)}
        return [Unit(frozenset(), frozenset(pairs or {f"{_LITERAL}{run[0]}"}))]

    def _written(self, text: str) -> list[str]:
        folded = unicodedata.normalize("NFKC", text).casefold()
        return (_WORDS if self.stem else _WRITTEN_WITHOUT_SPACES).findall(folded)

    def _atom(self, word: str) -> str:
        return word if self.stem is None else _plain(self.stem(word))

    def _atoms(self, text: str) -> list[str]:
        return [self._atom(word) for word in self._written(text)]

    @cached_property
    def _saying_little(self) -> frozenset[str]:
        """Common as they are written: `partió` is no birth, though its stem is that of `parto`."""
        said = {word for words in self.families.values() for word in words}
        return frozenset(word for word in self.common if word not in said)

    @cached_property
    def _unsaying(self) -> frozenset[str]:
        """Ignored as they are written: `para` is no wall, though its stem is that of `pared`."""
        said = {word for words in self.families.values() for word in words}
        return frozenset(word for word in self.ignored if word not in said)

    @cached_property
    def _phrases(self) -> dict[tuple[str, ...], frozenset[str]]:
        phrases: dict[tuple[str, ...], frozenset[str]] = {}
        for word in self.ignored:
            phrases.update(dict.fromkeys(self._forms(word), frozenset()))
        for family, words in self.families.items():
            for form in {form for word in words for form in self._forms(word)}:
                phrases[form] = phrases.get(form, frozenset()) | {family}
        return phrases

    @cached_property
    def _exact(self) -> dict[tuple[str, ...], frozenset[str]]:
        """As they are spelled: `partido` is a match, though its stem is that of `parto`."""
        exact: dict[tuple[str, ...], frozenset[str]] = {}
        for family, words in self.families.items():
            for word in words:
                spelled = tuple(map(_plain, self._written(word)))
                exact[spelled] = exact.get(spelled, frozenset()) | {family}
        return exact

    @cached_property
    def _most_atoms(self) -> int:
        return max(map(len, self._phrases), default=1)

    def _forms(self, phrase: str) -> Iterable[tuple[str, ...]]:
        """The phrase as it is spelled, and as those spell it who leave out the accents."""
        return {tuple(self._atoms(phrase)), tuple(self._atoms(_plain(phrase)))} - {()}


def _plain(word: str) -> str:
    """Without accents: ñ and n are one here, since many keyboards have one of them only."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _cuts(word: str) -> set[str]:
    """The word, and it without each letter: words that share one of these are one slip apart."""
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}
