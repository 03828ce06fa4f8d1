"""A sheet: everything a document says, ready to be set. It is data; nothing in it is ever run."""

from dataclasses import dataclass
from datetime import datetime

Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table with a heading; the first column is words, the others are figures."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Paragraphs:
    """A heading and what stands under it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One document in one language."""

    language: str
    region: str
    insurer: str
    number: str
    title: str
    addressee: tuple[str, ...]
    made_at: datetime
    """UTC; it is the PDF's date too, so the same sheet is the same bytes."""
    lead: str = ""
    facts: tuple[Pair, ...] = ()
    tables: tuple[Grid, ...] = ()
    paragraphs: tuple[Paragraphs, ...] = ()
    small_title: str = ""
    small_lead: str = ""
    small: tuple[Pair, ...] = ()
    """Clauses: id and text."""
    foot: str = ""
