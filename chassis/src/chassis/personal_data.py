"""What a service knows of one person, read out of its tables as JSON.

GDPR art. 15 and 20, PIPL art. 45. Each row whole, but for what is ours alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Integer,
    LargeBinary,
    Numeric,
    Select,
    Table,
    Text,
    cast,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB

_NAMES_OF_OURS: Final = frozenset({"by", "cleared_by", "proposed_by", "recorded_by"})
"""Within a document: who of us did it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Rows of a table that are about the person."""

    table: Table
    theirs: ColumnElement[bool]
    hidden: frozenset[str] = frozenset()
    """Columns that are not told: who of us did it, our marks."""


def everything(parts: Iterable[Told]) -> Select[Any]:
    """Every such row as `kind`, `nth`, `id` and `data`: a list to be paged by `nth` and `id`."""
    every: CompoundSelect[Any] = union_all(*(_told(nth, one) for nth, one in enumerate(parts)))
    rows = every.subquery("everything")
    return select(rows.c.kind, rows.c.nth, rows.c.id, rows.c.data)


def without_names_of_ours(data: Any) -> Any:
    """The same, and nothing that says who of us did it."""
    if isinstance(data, dict):
        kept = {name: one for name, one in data.items() if name not in _NAMES_OF_OURS}
        return {name: without_names_of_ours(one) for name, one in kept.items()}
    return [without_names_of_ours(one) for one in data] if isinstance(data, list) else data


def _told(nth: int, one: Told) -> Any:  # a select of four columns
    table = one.table
    hidden = sorted({*one.hidden, *_of_type(table, LargeBinary)})
    row: ColumnElement[Any] = func.to_jsonb(literal_column(table.name), type_=JSONB)
    row = row.op("-", return_type=JSONB())(cast(hidden, ARRAY(Text)))
    figures: list[ColumnElement[Any]] = []
    for name in _of_type(table, Numeric):
        figures += [literal_column(f"'{name}'"), cast(table.c[name], Text)]
    if figures:  # money is never a number that a reader may round
        row = row.op("||", return_type=JSONB())(func.jsonb_build_object(*figures))
    key = func.concat_ws("/", *table.primary_key.columns)
    return select(
        literal(table.name, Text).label("kind"),
        literal(nth, Integer).label("nth"),
        cast(key, Text).label("id"),
        row.label("data"),
    ).where(one.theirs)


def _of_type(table: Table, kind: type[Any]) -> list[str]:
    return [each.name for each in table.c if isinstance(each.type, kind)]
