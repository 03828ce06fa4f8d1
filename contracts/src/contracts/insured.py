"""Words that several publishers use about the insured: language, address, peril."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Language(StrEnum):
    """A language we serve customers in (BCP 47)."""

    SPANISH = "es"
    CHINESE = "zh"
    ENGLISH = "en"


class Peril(StrEnum):
    """A cause of loss."""

    TIDAL_WATER = "tidal_water"
    RIVER_OVERFLOW = "river_overflow"
    ALLUVIAL_FAN = "alluvial_fan"
    RAINFALL = "rainfall"
    FLOOD_EROSION = "flood_erosion"
    OTHER_FLOOD = "other_flood"
    EARTH_MOVEMENT = "earth_movement"
    FIRE = "fire"
    THEFT = "theft"
    STORM = "storm"
    WATER_LEAK = "water_leak"
    IMPACT = "impact"
    COLLISION = "collision"
    GLASS_BREAKAGE = "glass_breakage"
    BREAKDOWN = "breakdown"
    LIABILITY = "liability"
    LOSS_OF_USE = "loss_of_use"
    ACCIDENT = "accident"
    ILLNESS = "illness"
    TERMINAL_ILLNESS = "terminal_illness"
    DISABILITY = "disability"
    MATERNITY = "maternity"
    DEATH = "death"
    CANCELLATION = "cancellation"
    DELAY = "delay"


class Address(BaseModel):
    """A postal address; `country` is ISO 3166-1 alpha-2, `region` as it is written there."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    line: str
    city: str
    region: str | None = None
    postal_code: str | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["US"])]
