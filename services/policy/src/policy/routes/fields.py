"""Fields that more than one resource of the policy service takes."""

from typing import Annotated, Any, Final

from pydantic import Field

from chassis.web import Body, Line
from contracts.insured import Address

NOT_FOUND: Final[dict[int | str, dict[str, Any]]] = {
    404: {
        "description": "There is no such thing.",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
}
"""What a route documents whose query names things."""

ShortLine = Annotated[Line, Field(max_length=120, examples=["María Santos"])]
Words = Annotated[Line, Field(examples=["As we agreed."])]
Email = Annotated[
    str,
    Field(
        max_length=254,
        pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
        examples=["maria@insured.example"],
    ),
]
Phone = Annotated[
    str,
    Field(max_length=30, pattern=r"^\+?[0-9][0-9 ()./-]{3,28}$", examples=["+1 409 555 0100"]),
]
TimeZone = Annotated[
    str,
    Field(
        min_length=1,
        max_length=64,
        pattern=r"^[A-Za-z0-9_+/-]+$",
        description="A name of the IANA time zone database.",
        examples=["America/Chicago"],
    ),
]
Reason = Annotated[Line, Field(examples=["The house is sold."])]


class PlaceBody(Body):
    """A postal address."""

    line: Line = Field(examples=["1 Harbour Street"])
    city: ShortLine = Field(examples=["Galveston"])
    region: ShortLine | None = Field(default=None, examples=["TX"])
    postal_code: Annotated[Line, Field(max_length=16)] | None = Field(
        default=None, examples=["77550"]
    )
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["US"])]

    def as_address(self) -> Address:
        """The same in the words of the contracts."""
        return Address(**self.model_dump())
