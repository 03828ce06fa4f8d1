"""An offer in a request, as a quote made it or as a customer wishes it."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool

from chassis.money import Money
from chassis.web import Body, Day
from contracts.insured import Peril
from policy.domain.offer import Levy, Offer, OfferedCover, PaymentMode
from policy.domain.period import Period
from policy.routes.answers import Answers, Code
from policy.routes.fields import PlaceBody, TimeZone, Words

Rate = Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,8})?$", examples=["0.08"])]


def _not_negative(money: Money) -> Money:
    if money.amount < 0:
        raise ValueError("is an amount of zero or more")
    return money


NotNegative = Annotated[
    Money,
    AfterValidator(_not_negative),
    Field(json_schema_extra={"properties": {"amount": {"pattern": r"^[0-9]+(\.[0-9]{1,2})?$"}}}),
]


class CoverBody(Body):
    """One cover on its terms."""

    id: Code
    perils: Annotated[list[Peril], Field(min_length=1, max_length=20)]
    limit: NotNegative
    deductible: NotNegative
    deductible_days: Annotated[int, Field(ge=0, le=366)] = 0
    deductible_share: Annotated[
        str, Field(pattern=r"^(0(\.[0-9]{1,4})?|1)$", examples=["0.10"])
    ] = "0"
    deductible_most: NotNegative | None = None
    deductible_per: Literal["event", "year"] = "event"
    waiting_days: Annotated[int, Field(ge=0, le=3650)] = 0
    premium: NotNegative

    def as_cover(self) -> OfferedCover:
        """The same in the words of the domain."""
        share = Decimal(self.deductible_share)
        said = {**dict(self), "perils": tuple(self.perils), "deductible_share": share}
        return OfferedCover(**said)


class LevyBody(Body):
    """A tax or surcharge on top."""

    id: Code
    base: NotNegative
    rate: Rate
    amount: NotNegative
    on_payment: StrictBool = False


class OfferBody(Body):
    """Terms with their price."""

    product: Code
    product_version: Code
    jurisdiction: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z]{1,3})?$", examples=["US-TX"])]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["USD"])]
    place: PlaceBody
    time_zone: TimeZone
    starts_on: Day
    ends_on: Day = Field(description="The first day without cover.", examples=["2027-03-01"])
    answers: Answers = Field(default_factory=dict)
    covers: Annotated[list[CoverBody], Field(min_length=1, max_length=50)]
    levies: Annotated[list[LevyBody], Field(max_length=50)] = Field(default_factory=list)
    payment_mode: PaymentMode = PaymentMode.YEARLY
    instalment_surcharge: NotNegative | None = None
    conditions: Annotated[list[Words], Field(max_length=50)] = Field(default_factory=list)

    def as_offer(self) -> Offer:
        """The same in the words of the domain."""
        return Offer(
            product=self.product,
            product_version=self.product_version,
            jurisdiction=self.jurisdiction,
            currency=self.currency,
            place=self.place.as_address(),
            period=Period(starts_on=self.starts_on, ends_on=self.ends_on, time_zone=self.time_zone),
            answers=dict(self.answers),
            covers=tuple(cover.as_cover() for cover in self.covers),
            levies=tuple(Levy(**{**dict(one), "rate": Decimal(one.rate)}) for one in self.levies),
            payment_mode=self.payment_mode,
            instalment_surcharge=self.instalment_surcharge or Money.zero(self.currency),
            conditions=tuple(self.conditions),
        )
