"""XML read as a stream by expat: no document type, so no entity and nothing fetched; bounded depth.

What is read is not a tree: an element worth asking (`cut`) becomes a record of what stands below
it, by path. So an entry of a statement costs a dictionary and not thirty objects, and a large file
never stands in memory as a whole (docs/decisions/0137).
"""

from collections.abc import Callable
from typing import Any, Final
from xml.parsers import expat

from policy.routes.bank_files.refusal import unreadable

DEEPEST: Final = 24
LONGEST_TEXT: Final = 2_000
MOST_CHILDREN: Final = 25_000
MOST_PATHS: Final = 1_000
_SEPARATOR: Final = " "


class _Beyond(Exception):
    """More, or other, than a statement has; where it stands is known to the parser."""


class Record:
    """An element, and what its parts say: the texts by path below it, in their order."""

    __slots__ = ("attributes", "line", "name", "parts", "texts")

    def __init__(self, name: str, line: int = 0) -> None:
        self.name = name
        self.line = line
        """Of the file, where it begins."""
        self.texts: dict[str, list[str]] = {}
        self.attributes: dict[tuple[str, int], dict[str, str]] = {}
        """Those of the nth text of a path, where its element carries any."""
        self.parts: dict[str, list[Record]] = {}
        """Records of their own, by path: what is in them is not in `texts`."""

    def add(self, path: str, text: str, attributes: dict[str, str]) -> None:
        """An element at this path ended, and said something."""
        said = self.texts.get(path)
        if said is None:
            self.texts[path] = said = [text]
        elif len(said) < MOST_CHILDREN:
            said.append(text)
        else:
            raise _Beyond("an element has too many parts")
        if attributes:
            self.attributes[path, len(said) - 1] = attributes

    def said(self, *paths: str) -> str | None:
        """What stands first at the first of these paths that says something."""
        for path in paths:
            if found := self.texts.get(path):
                return found[0]
        return None


class _Place(dict[str, "_Place"]):
    """A place in the file, and the places below it by the name of the element."""

    __slots__ = ("cut", "depth", "local", "path")

    def __init__(self, local: str, path: str, depth: int, *, cut: bool) -> None:
        super().__init__()
        self.local, self.path, self.depth, self.cut = local, path, depth, cut


def stream(
    file: bytes, *, cut: frozenset[str], give: Callable[[Record], bool]
) -> tuple[str, Record]:
    """Read it all; tell the namespace of the whole, and the record of it.

    Each element named in `cut` is a record. It is given as it ends; what `give` takes (True) is
    kept nowhere, the others are parts of the record around them.
    """
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    reader = _Reader(cut, give, parser)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.ProcessingInstructionHandler = _no_instruction
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    try:
        parser.Parse(file, True)
    except _Beyond as found:
        raise unreadable(f"line {parser.CurrentLineNumber}: {found}") from None
    except expat.ExpatError as broken:
        where = f"line {broken.lineno}, column {broken.offset + 1}"
        raise unreadable(f"{where}: it is not well-formed XML") from None
    except (ValueError, LookupError):  # of an encoding nobody knows
        raise unreadable("it is in an encoding that we do not know") from None
    finally:  # they know each other, and nobody looks for cycles here
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
    return reader.namespace, reader.whole


class _Reader:
    """Called for each element, thirty times a line: the rare is done where a place is first met."""

    __slots__ = (
        "_around",
        "_attributes",
        "_cut",
        "_give",
        "_here",
        "_open",
        "_parser",
        "_paths",
        "_record",
        "_text",
        "namespace",
        "whole",
    )

    def __init__(
        self, cut: frozenset[str], give: Callable[[Record], bool], parser: expat.XMLParserType
    ) -> None:
        self._cut, self._give, self._parser = cut, give, parser
        self.namespace = ""
        self.whole = self._record = Record("")
        self._around: list[Record] = []
        self._here = _Place("", "", 0, cut=False)
        self._open: list[_Place] = []
        self._paths = 0
        self._text = ""
        self._attributes: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(self._here)
        place = self._here.get(name)
        if place is None:
            place = self._met(name)
        self._here = place
        self._text = ""
        self._attributes = attributes
        if place.cut:
            self._around.append(self._record)
            self._record = Record(place.local, self._parser.CurrentLineNumber)

    def data(self, text: str) -> None:
        text = self._text + text
        if len(text) > LONGEST_TEXT:
            text = text.strip()
            if len(text) > LONGEST_TEXT:
                raise _Beyond("an element has too much text")
        self._text = text

    def end(self, _: str) -> None:
        place = self._here
        self._here = self._open.pop()
        if place.cut:
            self._ended(place)
        elif self._text and (text := self._text.strip()):
            self._record.add(place.path, text, self._attributes)
        self._text = ""

    def _met(self, name: str) -> _Place:
        """A place where nothing stood so far."""
        here = self._here
        namespace, _, local = name.rpartition(_SEPARATOR)
        if not here.depth:
            self.namespace = namespace
        if here.depth >= DEEPEST:
            raise _Beyond(f"it is nested deeper than {DEEPEST} levels")
        self._paths += 1
        if self._paths > MOST_PATHS:
            raise _Beyond("it has too many kinds of elements")
        below = f"{here.path}/{local}" if here.path and not here.cut else local
        here[name] = place = _Place(local, below, here.depth + 1, cut=local in self._cut)
        return place

    def _ended(self, place: _Place) -> None:
        record, self._record = self._record, self._around.pop()
        if not self._give(record):
            parts = self._record.parts.setdefault(place.path, [])
            if len(parts) >= MOST_CHILDREN:
                raise _Beyond("an element has too many parts")
            parts.append(record)


def _no_doctype(*_: Any) -> None:
    raise _Beyond("it declares a document type, and a statement has none")


def _no_instruction(*_: Any) -> None:
    raise _Beyond("it holds instructions, and a statement has none")
