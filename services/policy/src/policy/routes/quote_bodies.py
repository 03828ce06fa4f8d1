"""What is sent to ask for a quote, to change it and to take it."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from chassis.errors import Rejected
from chassis.identity import Principal
from chassis.web import Body, Day
from policy.domain.offer import PaymentMode
from policy.routes.answers import answer_schema, whole, written
from policy.routes.fields import PlaceBody, TimeZone
from policy.storage.customers import UnknownCustomer
from policy.use_cases.make_quote import Wanted

_KEY: Final = r"^[a-z0-9_]{1,40}$"


Answers = Annotated[
    dict[
        Annotated[str, Field(pattern=_KEY)],
        Annotated[Any, AfterValidator(written), WithJsonSchema(answer_schema())],
    ],
    Field(
        max_length=60,
        description="By the id of each question; amounts are strings such as '200000.00'.",
        examples=[{"sum_insured": "100000.00", "deductible": "1000"}],
        json_schema_extra={"additionalProperties": False},
    ),
]


class NobodyNamed(Rejected, code="nobody-named"):
    """Say whom the quote is for."""


class QuoteBody(Body):
    """What would be insured. Place and time zone are the customer's own where none is given.

    The place lies in the jurisdiction, the time zone is one of its country.
    """

    jurisdiction: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z]{2})?$", examples=["US"])]
    place: PlaceBody | None = None
    time_zone: TimeZone | None = None
    starts_on: Day = Field(examples=["2026-04-01"])
    ends_on: Day = Field(description="The first day without cover.", examples=["2027-04-01"])
    payment_mode: PaymentMode = PaymentMode.YEARLY
    answers: Answers

    def wanted(self) -> Wanted:
        """The same in the words of the use case."""
        return Wanted(
            jurisdiction=self.jurisdiction,
            place=self.place.as_address() if self.place else None,
            time_zone=self.time_zone,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            payment_mode=self.payment_mode,
            answers=dict(self.answers),
        )


class NewQuote(QuoteBody):
    """What is wanted, and for whom."""

    customer_id: UUID | None = Field(
        default=None, description="Whom it is for; a customer asks for themself."
    )
    product: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$", examples=["flood-home"])]

    def customer_of(self, me: Principal) -> UUID:
        """Whom it is for: a customer has no other."""
        wanted = self.customer_id or me.customer_id
        if wanted is None:
            raise NobodyNamed("name the customer", field="/customer_id")
        if not me.sees(wanted):
            raise UnknownCustomer(f"there is no customer {wanted}", field="/customer_id")
        return wanted


class ChangedQuote(QuoteBody):
    """What is wanted now, whole; product and customer stay."""


class AcceptanceBody(Body):
    """Which version is taken."""

    version: Annotated[
        int,
        BeforeValidator(whole),
        Field(
            ge=1,
            le=1_000_000,
            strict=True,
            examples=[1],
            json_schema_extra={"minimum": 1, "maximum": 1_000_000},
        ),
    ]
