"""The closed lists of the law: whose time it is, what it is counted in, what follows."""

from enum import StrEnum


class Kind(StrEnum):
    """Whose time it is, and so how doubt is read."""

    INSURER_DUTY = "insurer_duty"
    """Missed is broken: the earliest plausible end."""
    CUSTOMER_RIGHT = "customer_right"
    """The customer may act: the latest plausible end, never refused by a machine."""
    CUSTOMER_DUTY = "customer_duty"
    """The customer should act: read like a right, lateness never refuses by itself."""
    OPENS_RIGHT = "opens_right"
    """When the time is over something becomes possible."""
    WINDOW = "window"
    """Neither before the one end nor after the other."""
    SERVICE_LEVEL = "service_level"
    """A promise about service, read like a duty."""

    def __init__(self, kind: str) -> None:
        self.is_ours = kind in {"insurer_duty", "service_level", "window"}
        """Whether the insurer must act in time."""
        self.is_the_customers = kind in {"customer_right", "customer_duty"}
        """Whether doubt is read for the customer, and the end may roll to a working day."""


class Owner(StrEnum):
    """Who promises."""

    LAW = "law"
    COMPANY = "company"
    CONTRACT = "contract"
    """The wording of a product; holds only for cases under that wording."""


class Unit(StrEnum):
    """What a length is counted in. A month is never thirty days."""

    CALENDAR_DAY = "calendar_day"
    BUSINESS_DAY = "business_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"
    MINUTE = "minute"
    WORKING_HOUR = "working_hour"
    WORKING_MINUTE = "working_minute"

    def __init__(self, unit: str) -> None:
        # Kept, not worked out: every due date asks, and an enum is slow to look up in a set.
        self.is_elapsed = unit in {"hour", "minute"}
        """Whether it runs on by the clock, night and day."""
        self.is_working = unit in {"working_hour", "working_minute"}
        """Whether it runs only while the office is open."""
        self.is_days = not (self.is_elapsed or self.is_working)
        """Whether whole local days are counted."""


class Roll(StrEnum):
    """What the law does with a last day that is no working day."""

    NONE = "none"
    NEXT_WORKING_DAY = "next_working_day"


class Mode(StrEnum):
    """What a pause does to the time already run."""

    SUSPEND = "suspend"
    RESTART = "restart"


class Effect(StrEnum):
    """What follows when the time is over."""

    NONE = "none"
    INTEREST = "interest"
    DAMAGES = "damages"
    SILENCE_IS_CONSENT = "silence_is_consent"
    RIGHT_LOST = "right_lost"
    RIGHT_OPENS = "right_opens"
    NEXT_BODY = "next_body"
    COVER_ENDS = "cover_ends"
    COVER_BACK = "cover_back"
    FINE = "fine"
    MUST_PAY = "must_pay"
    SUPERVISORY = "supervisory"
    RENEWED = "renewed"
