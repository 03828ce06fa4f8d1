"""The kinds of field a request body is made of: bounded, and free of characters that deceive.

Narrow one further with pydantic: `Annotated[Line, Field(max_length=40)]`.
"""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from chassis.money import Money


class Body(BaseModel):
    """What a request may say: these fields and no others."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, allow_inf_nan=False
    )


# Controls, bidirectional marks and overrides, line separators, byte-order mark, annotation marks,
# non-characters. Tab and line ends are apart: a text may hold them, a line not. Half characters
# are apart too: readers of the published pattern cannot all write them.
_LINE_ENDS: Final = r"\u0009\u000a\u000d"
_DECEIVING: Final = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e"
    r"\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
)
_HALVES: Final = r"\ud800-\udfff"
deceiving: Final = re.compile(f"[{_DECEIVING}{_LINE_ENDS}{_HALVES}]")
"""Finds a character that has no place in one line of text."""

_LINE: Final = rf"[^\s{_DECEIVING}{_LINE_ENDS}][^{_DECEIVING}{_LINE_ENDS}]*"
_TEXT: Final = rf"[^{_DECEIVING}]*"
_whole_line: Final = re.compile(_LINE)
_whole_text: Final = re.compile(_TEXT)
_half: Final = re.compile(f"[{_HALVES}]")


def _one_line(value: str) -> str:
    if not _whole_line.fullmatch(value) or _half.search(value):
        raise ValueError("is one line of text, without control or direction-changing characters")
    return value


def _several_lines(value: str) -> str:
    if not _whole_text.fullmatch(value) or _half.search(value):
        raise ValueError("is text without control or direction-changing characters")
    return value.replace("\r\n", "\n")


Line = Annotated[
    str,
    Field(min_length=1, max_length=200, json_schema_extra={"pattern": f"^{_LINE}$"}),
    AfterValidator(_one_line),
]
"""One line of text, 1 to 200 characters, not starting with a space."""

Text = Annotated[
    str,
    Field(max_length=4000, json_schema_extra={"pattern": f"^{_TEXT}$"}),
    AfterValidator(_several_lines),
]
"""Text of up to 4000 characters; it may have several lines, or none."""

_YEAR: Final = r"(19|2[01])[0-9]{2}"
_MONTH_DAY: Final = r"-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_DAY: Final = rf"{_YEAR}{_MONTH_DAY}"
_TIME: Final = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
_INSTANT: Final = rf"{_DAY}T{_TIME}(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
_whole_instant: Final = re.compile(_INSTANT)
_whole_day: Final = re.compile(_DAY)


def _written_instant(value: Any) -> Any:
    if isinstance(value, datetime) or (isinstance(value, str) and _whole_instant.fullmatch(value)):
        return value
    raise ValueError("is an instant such as 2026-03-01T09:30:00Z, from 1900 to 2199")


def _written_day(value: Any) -> Any:
    if isinstance(value, date) or (isinstance(value, str) and _whole_day.fullmatch(value)):
        return value
    raise ValueError("is a day such as 2026-03-01, from 1900 to 2199")


Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_written_instant),
    AfterValidator(lambda instant: instant.astimezone(UTC)),
    Field(json_schema_extra={"pattern": f"^{_INSTANT}$"}, examples=["2026-03-01T09:30:00Z"]),
]
"""An instant with its offset, between 1900 and 2200; UTC once read."""

Day = Annotated[
    date,
    BeforeValidator(_written_day),
    Field(json_schema_extra={"pattern": f"^{_DAY}$"}, examples=["2026-03-01"]),
]
"""A day between 1900 and 2200."""


def _positive(money: Money) -> Money:
    if money.amount <= 0:
        raise ValueError("is an amount greater than zero")
    return money


PositiveMoney = Annotated[
    Money,
    AfterValidator(_positive),
    Field(json_schema_extra={"properties": {"amount": {"pattern": "^[0-9.]*[1-9]"}}}),
]
"""Money, more than none."""
