"""A visit to what is to be insured: construction, occupancy, protection, exposure, in points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from chassis.errors import Rejected
from chassis.money import Money
from contracts.insured import Language

AUTOMATIC: Final = 60
"""From here on a visit alone asks for nobody."""
REFERRED: Final = 40
"""From here on a person decides; below, only with something critical to be done first."""


class BadScore(Rejected, code="bad-score"):
    """Every item of the list has its points, none more than it may have."""


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """What a finding asks for. Critical ones come before issue, important ones by their day."""

    id: str
    finding: str
    asks_for: str
    """As the surveyor wrote it."""
    words: Mapping[str, str] = field(default_factory=dict)
    """The same as the customer reads it, by language."""
    weight: Literal["critical", "important", "advice"]
    owner: str
    due_on: date | None = None

    def said(self, language: Language) -> str:
        """What it asks for in this language, or else as it was written."""
        return self.words.get(language.value, self.asks_for)


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A picture that was taken, by its content."""

    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class VisitRecord:
    """What a visit found."""

    surveyor: str
    persons_met: str
    visited_at: datetime
    points: Mapping[str, int]
    photos: Sequence[Photo] = ()
    recommendations: Sequence[Recommendation] = ()
    facts: Mapping[str, str | bool | int] = field(default_factory=dict)
    """Facts of the rules as they were seen, against what was answered."""
    probable_loss: Money | None = None
    """The largest loss while protection works (PML)."""
    foreseeable_loss: Money | None = None
    """The largest loss when it fails (MFL)."""

    @property
    def score(self) -> int:
        """All points together, of 100."""
        return sum(self.points.values())

    def must_fit(self, most: Mapping[str, int]) -> None:
        """Refuse a list with items missing, unknown, or with more points than they may have."""
        wrong = set(self.points) ^ set(most)
        wrong |= {
            item for item, given in self.points.items() if not 0 <= given <= most.get(item, 0)
        }
        if wrong:
            raise BadScore(f"look at {', '.join(sorted(wrong))}", field="/points")


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """A visit: wanted, scheduled, done."""

    wanted_at: datetime
    why: str
    """Our own note."""
    told: str = ""
    """What the customer reads of why."""
    scheduled_for: datetime | None = None
    surveyor: str | None = None
    record: VisitRecord | None = None

    @property
    def state(self) -> Literal["wanted", "scheduled", "done"]:
        """Where it stands."""
        if self.record is not None:
            return "done"
        return "scheduled" if self.scheduled_for is not None else "wanted"
