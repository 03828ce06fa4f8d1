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

    @property
    def is_ours(self) -> bool:
        """Whether the insurer must act in time."""
        return self in _OURS

    @property
    def is_the_customers(self) -> bool:
        """Whether doubt is read for the customer, and the end may roll to a working day."""
        return self in _CUSTOMERS


_OURS = frozenset({Kind.INSURER_DUTY, Kind.SERVICE_LEVEL, Kind.WINDOW})
_CUSTOMERS = frozenset({Kind.CUSTOMER_RIGHT, Kind.CUSTOMER_DUTY})


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

    @property
    def is_elapsed(self) -> bool:
        """Whether it runs on by the clock, night and day."""
        return self in _ELAPSED

    @property
    def is_working(self) -> bool:
        """Whether it runs only while the office is open."""
        return self in _WORKING

    @property
    def is_days(self) -> bool:
        """Whether whole local days are counted."""
        return self not in _ELAPSED and self not in _WORKING


_ELAPSED = frozenset({Unit.HOUR, Unit.MINUTE})
_WORKING = frozenset({Unit.WORKING_HOUR, Unit.WORKING_MINUTE})


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
