"""Reading a TOML table with suspicion: every refusal names the file and the key."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from statutes.entry import Length
from statutes.kinds import Unit
from statutes.refusals import BadPack, Unknown
from statutes.vocabulary import Vocabulary, read_words
from statutes.words import Words

E = TypeVar("E", bound=StrEnum)
_MISSING = object()


def parse(text: str, file: str) -> dict[str, Any]:
    """The tables of a file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPack(file, "syntax", str(error)) from error


class Table:
    """One table of a file. `key` is how a person finds it there."""

    def __init__(self, values: Any, file: str, key: str) -> None:
        if not isinstance(values, dict):
            raise BadPack(file, key, "must be a table")
        self._values: Mapping[str, Any] = values
        self._asked: set[str] = set()
        self.file = file
        self.key = key

    def refuse(self, name: str, why: str) -> BadPack:
        """The refusal of one key, for the caller to raise."""
        return BadPack(self.file, f"{self.key}.{name}", why)

    def has(self, name: str) -> bool:
        """Whether the key is there."""
        return name in self._values

    def finish(self) -> None:
        """Refuse what nobody asked for: a typing mistake would silently be no law."""
        for name in self._values:
            if name not in self._asked:
                raise self.refuse(name, "there is no such key")

    def text(self, name: str, default: str | None = None) -> str:
        """Words on one line."""
        value = self._take(name, str, default)
        if not value.strip() and default is None:
            raise self.refuse(name, "is empty")
        return str(value)

    def flag(self, name: str) -> bool:
        """True or false; false when it is not there."""
        return bool(self._take(name, bool, default=False))

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number, not negative."""
        value = self._take(name, int, default)
        if isinstance(value, bool) or value < 0:
            raise self.refuse(name, "must be a whole number, not negative")
        return int(value)

    def maybe_number(self, name: str) -> int | None:
        """A whole number when the key is there."""
        return self.number(name) if self.has(name) else None

    def decimal(self, name: str, default: str | None = None) -> Decimal:
        """An exact number, written as a string."""
        value = self._take(name, str, default)
        try:
            found = Decimal(value)
        except InvalidOperation:
            raise self.refuse(name, f"{value!r} is not a number") from None
        if not found.is_finite():
            raise self.refuse(name, f"{value!r} is not a number")
        return found

    def day(self, name: str) -> date:
        """A date."""
        value = self._take(name, date)
        if isinstance(value, datetime):
            naive = "" if value.tzinfo else ", and a datetime without a zone is no instant"
            raise self.refuse(name, f"must be a date{naive}")
        return date(value.year, value.month, value.day)

    def maybe_day(self, name: str) -> date | None:
        """A date when the key is there."""
        return self.day(name) if self.has(name) else None

    def clock(self, name: str) -> time | None:
        """A time of day such as "17:00", when the key is there."""
        if not self.has(name):
            return None
        return read_time(self.text(name), self.file, f"{self.key}.{name}")

    def texts(self, name: str, *, needed: bool = True) -> tuple[str, ...]:
        """A list of words."""
        value = self._take(name, list, _MISSING if needed else [])
        if (needed and not value) or not all(isinstance(item, str) and item for item in value):
            raise self.refuse(name, "must be a list of words")
        return tuple(value)

    def tables(self, name: str) -> "tuple[Table, ...]":
        """A list of tables, empty when the key is not there."""
        value = self._take(name, list, [])
        return tuple(
            Table(item, self.file, f"{self.key}.{name}[{at}]") for at, item in enumerate(value)
        )

    def table(self, name: str) -> "Table":
        """A table."""
        return Table(self._take(name, dict), self.file, f"{self.key}.{name}")

    def words(self, name: str) -> Words:
        """The same in every language."""
        return read_words(self._take(name, dict), self.file, f"{self.key}.{name}")

    def maybe_words(self, name: str) -> Words | None:
        """The same in every language, when the key is there."""
        return self.words(name) if self.has(name) else None

    def said(self, words: Vocabulary, section: str, name: str) -> str:
        """A word of the vocabulary."""
        return self._known(words, section, name, self.text(name))

    def all_said(
        self, words: Vocabulary, section: str, name: str, *, needed: bool = True
    ) -> tuple[str, ...]:
        """A list of words of the vocabulary."""
        found = self.texts(name, needed=needed)
        return tuple(self._known(words, section, name, word) for word in found)

    def one_of(self, kinds: type[E], name: str, default: E | None = None) -> E:
        """One of a closed list."""
        value = self._take(name, str, default)
        try:
            return kinds(value)
        except ValueError:
            known = ", ".join(kinds)
            raise self.refuse(name, f"{value!r} is not one of {known}") from None

    def length(self) -> Length:
        """The keys `length` and `unit` of this table."""
        return Length(self.number("length"), self.one_of(Unit, "unit"))

    def maybe_length(self, name: str) -> Length | None:
        """A table of `length` and `unit`, when the key is there."""
        if not self.has(name):
            return None
        inner = self.table(name)
        found = inner.length()
        inner.finish()
        return found

    def _known(self, words: Vocabulary, section: str, name: str, word: str) -> str:
        try:
            return words.need(section, word)
        except Unknown as unknown:
            raise self.refuse(name, str(unknown)) from None

    def _take(self, name: str, kind: type, default: Any = _MISSING) -> Any:
        self._asked.add(name)
        if name in self._values:
            value = self._values[name]
            if not isinstance(value, kind):
                raise self.refuse(name, f"must be a {_NAMES.get(kind, kind.__name__)}")
            return value
        if default is _MISSING or default is None:
            raise self.refuse(name, "is missing")
        return default


_NAMES: Mapping[type, str] = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    dict: "table",
    list: "list",
}


def read_time(text: str, file: str, key: str) -> time:
    """A time of day such as "17:00"."""
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise BadPack(file, key, f"{text!r} is not a time of day such as 17:00") from None


def once(names: Iterable[str], file: str, what: str) -> None:
    """Refuse a name that is there twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise BadPack(file, f"{what}.{name}", "is there twice")
        seen.add(name)
