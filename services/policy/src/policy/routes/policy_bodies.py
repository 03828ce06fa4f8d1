"""What is sent when a policy is issued or ended early."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from chassis.web import Body, Day, PositiveMoney
from policy.routes.fields import PlaceBody, Reason, TimeZone
from policy.routes.wishes import WishBody


class PolicyBody(Body):
    """What is agreed. Place and time zone are the customer's own where none is given."""

    customer_id: UUID
    product: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$", examples=["flood-home"])]
    insured_place: PlaceBody | None = None
    time_zone: TimeZone | None = None
    sum_insured: PositiveMoney
    deductible: PositiveMoney
    starts_on: Day
    ends_on: Day = Field(description="The first day without cover.", examples=["2027-03-01"])


class CancellationBody(Body):
    """From which day on there is no cover, and why; an agent says how the customer asked for it."""

    ends_on: Day
    reason: Reason
    wish: WishBody | None = None
