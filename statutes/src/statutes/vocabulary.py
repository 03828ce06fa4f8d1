"""The words packs may use, and what they are called; the phrases explanations are made of."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from statutes.refusals import BadPack, Unknown, need
from statutes.words import LANGUAGES, Phrases, Words

FILE: Final = "vocabulary.toml"
SECTIONS: Final = ("lines", "case_types", "events", "pauses", "extensions", "circumstances")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Lines, case types, events and reasons, each with its words."""

    words: Mapping[str, Phrases]
    parents: Mapping[str, str]

    def need(self, section: str, name: str) -> str:
        """`name`, which must be a word of `section`."""
        if not isinstance(name, str):
            need(name, str, f"one of the {section.replace('_', ' ')}")
        if name not in self.words[section]:
            known = ", ".join(self.words[section])
            raise Unknown(f"{section.replace('_', ' ')[:-1]} {name!r}: there are {known}")
        return name

    def say(self, section: str, name: str, language: str) -> str:
        """What `name` is called."""
        return self.words[section][self.need(section, name)].say(language)

    def ancestry(self, line: str) -> Iterator[str]:
        """A line, its parent, and so on up to all lines."""
        at: str | None = self.need("lines", line)
        while at is not None:
            yield at
            at = self.parents.get(at)

    def share_a_line(self, some: tuple[str, ...], others: tuple[str, ...]) -> bool:
        """Whether a contract can be of a line of both."""
        return any(
            one in self.ancestry(other) or other in self.ancestry(one)
            for one in some
            for other in others
        )


def read_vocabulary(text: str, file: str = FILE) -> Vocabulary:
    """The vocabulary written in `text`."""
    try:
        tables: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPack(file, "syntax", str(error)) from error
    words: dict[str, Phrases] = {}
    parents: dict[str, str] = {}
    for section in SECTIONS:
        table = tables.get(section, {})
        words[section] = {
            name: read_words(said, file, f"{section}.{name}", extra=("parent",))
            for name, said in table.items()
        }
    for name, said in tables["lines"].items():
        if parent := said.get("parent"):
            if parent not in words["lines"]:
                raise BadPack(file, f"lines.{name}.parent", f"there is no line {parent!r}")
            parents[name] = parent
    return Vocabulary(words, parents)


def read_words(said: Any, file: str, key: str, *, extra: tuple[str, ...] = ()) -> Words:
    """Words in every language, or a refusal that names the one missing."""
    if not isinstance(said, dict):
        raise BadPack(file, key, "must say it in en, es and zh")
    for language in LANGUAGES:
        if not isinstance(said.get(language), str) or not said[language].strip():
            raise BadPack(file, f"{key}.{language}", "the words are missing")
    for other in said:
        if other not in LANGUAGES and other not in extra:
            raise BadPack(file, f"{key}.{other}", "there is no such key")
    return Words(said["en"], said["es"], said["zh"])


@cache
def phrases() -> Phrases:
    """The phrases of explanations."""
    file = "phrases.toml"
    text = files("statutes").joinpath("packs", file).read_text(encoding="utf-8")
    return {key: read_words(said, file, key) for key, said in tomllib.loads(text).items()}


def phrase(key: str, language: str, **values: object) -> str:
    """One phrase, its gaps filled."""
    return phrases()[key].say(language).format(**values)
