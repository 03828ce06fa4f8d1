"""How a deadline is shown."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from policy.domain.clocks import About, Shown


class ClockView(BaseModel):
    """A deadline: what happens, when, under which rule, and what to do."""

    about: About
    due: datetime | None
    """Empty while what it counts from is awaited."""
    opens: datetime | None
    state: str
    entry: str
    citation: str
    obligation: str
    explanation: list[str]
    to_do: str
    provisional: bool

    @classmethod
    def of(cls, one: Shown) -> Self:
        """Show this deadline."""
        return cls.model_validate(one, from_attributes=True)
