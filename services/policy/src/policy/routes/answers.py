"""Answers to a questionnaire in a request: a yes or no, a whole number, or one line of text."""

from functools import partial
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, TypeAdapter, WithJsonSchema

from chassis.web import Line
from policy.domain.products.questions import Written

LARGEST: Final = 2_000_000_000
_LARGEST_SUM: Final = 10**12
_LINE: Final[TypeAdapter[str]] = TypeAdapter(Line)


def whole(value: Any) -> Any:
    """A number without a fraction, however JSON writes it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def written(value: Any, *, largest: int = LARGEST) -> Written:
    """An answer as it is kept. One mistake is named once, not once for each kind it might be."""
    value = whole(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) <= largest:
        return value
    if isinstance(value, str):
        return _LINE.validate_python(value)
    raise ValueError("is true or false, a whole number, or one line of text")


def answer_schema(largest: int = LARGEST) -> dict[str, Any]:
    """What `written` takes, for OpenAPI."""
    return {
        "anyOf": [
            {"type": "boolean"},
            {"type": "integer", "minimum": -largest, "maximum": largest},
            TypeAdapter(Line).json_schema(),
        ]
    }


Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$", examples=["flood"])]
Answers = Annotated[
    dict[
        Code,
        Annotated[
            Any,
            AfterValidator(partial(written, largest=_LARGEST_SUM)),
            WithJsonSchema(answer_schema(_LARGEST_SUM)),
        ],
    ],
    Field(
        max_length=200,
        description="By the name of each fact. Amounts and days are written as text.",
        examples=[{"building_sum": 300_000, "contents_sum": 50_000}],
        json_schema_extra={"additionalProperties": False},
    ),
]
"""What an offer or a visit says of a risk; which facts count, the rules of its line know."""
