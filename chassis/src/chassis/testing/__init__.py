"""What the tests of a service are written with."""

from chassis.testing.recording import RecordingBus
from chassis.testing.stage import OPENING_DAY, Stage
from chassis.testing.tries import is_thorough, tries

__all__ = ["OPENING_DAY", "RecordingBus", "Stage", "is_thorough", "tries"]
