"""What the tests of a service are written with."""

from chassis.testing.recording import RecordingBus
from chassis.testing.stage import Stage

__all__ = ["RecordingBus", "Stage"]
