"""What the tests of a service are written with."""

from chassis.testing.recording import RecordingBus

__all__ = ["RecordingBus"]
