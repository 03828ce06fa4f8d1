"""XML read as a stream by expat: no document type, so no entity and nothing fetched; bounded depth.

Every element below `cut` becomes a small tree of its own and is given away when it ends, so a large
file never stands in memory as a whole (docs/decisions/0137).
"""

from collections.abc import Callable
from typing import Any, Final
from xml.parsers import expat

from policy.routes.bank_files.refusal import unreadable

DEEPEST: Final = 24
LONGEST_TEXT: Final = 2_000
MOST_CHILDREN: Final = 25_000
_SEPARATOR: Final = " "


class Node:
    """An element: its name without namespace, attributes, text and children."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.text = ""
        self.children: list[Node] = []

    def all(self, path: str) -> list["Node"]:
        """Every element along this path of names."""
        here = [self]
        for step in path.split("/"):
            here = [child for node in here for child in node.children if child.name == step]
        return here

    def find(self, path: str) -> "Node | None":
        """The first along this path."""
        node = self
        for step in path.split("/"):
            for child in node.children:
                if child.name == step:
                    node = child
                    break
            else:
                return None
        return node

    def said(self, *paths: str) -> str | None:
        """The text of the first of these that is there and says something."""
        for path in paths:
            node = self.find(path)
            if node is not None and (text := node.text.strip()):
                return text
        return None


def stream(file: bytes, *, cut: frozenset[str], give: Callable[[Node], None]) -> tuple[str, Node]:
    """Read it all; gives each element named in `cut`, then the namespace and what is left."""
    reader = _Reader(cut, give)
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.ProcessingInstructionHandler = _no_instruction
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    try:
        parser.Parse(file, True)
    except (expat.ExpatError, ValueError, LookupError):  # also of an encoding nobody knows
        raise unreadable("it is not well-formed XML") from None
    if reader.root is None:
        raise unreadable("it is not well-formed XML")
    return reader.namespace, reader.root


class _Reader:
    def __init__(self, cut: frozenset[str], give: Callable[[Node], None]) -> None:
        self.cut, self.give = cut, give
        self.namespace = ""
        self.root: Node | None = None
        self._open: list[Node] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(_SEPARATOR)
        node = Node(local, attributes)
        if not self._open:
            self.namespace, self.root = namespace, node
        elif len(self._open) >= DEEPEST:
            raise unreadable(f"it is nested deeper than {DEEPEST} levels")
        else:
            parent = self._open[-1]
            if local not in self.cut:
                if len(parent.children) >= MOST_CHILDREN:
                    raise unreadable("an element has too many parts")
                parent.children.append(node)
        self._open.append(node)

    def data(self, text: str) -> None:
        if self._open:
            node = self._open[-1]
            if len(node.text) + len(text) > LONGEST_TEXT:
                text = text.strip()
            if len(node.text) + len(text) > LONGEST_TEXT:
                raise unreadable("an element has too much text")
            node.text += text

    def end(self, _: str) -> None:
        node = self._open.pop()
        if node.name in self.cut:
            self.give(node)


def _no_doctype(*_: Any) -> None:
    raise unreadable("it declares a document type, and a statement has none")


def _no_instruction(*_: Any) -> None:
    raise unreadable("it holds instructions, and a statement has none")
