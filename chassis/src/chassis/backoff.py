"""Back-off: how long to wait before trying again, and when to give up."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """Each wait is twice the last, up to the longest; after so many attempts somebody must look.

    As it stands an attempt is given up half an hour after the first.
    """

    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(minutes=10)
    attempts: int = 12

    def wait(self, failed: int) -> timedelta:
        """How long to wait after the attempt number `failed`, from 1."""
        doublings = min(failed - 1, 30)  # enough for any `longest`, and no overflow
        return min(self.first * (1 << doublings), self.longest)

    def gives_up(self, failed: int) -> bool:
        """Tell whether attempt number `failed` was the last."""
        return failed >= self.attempts


def describe(error: BaseException) -> str:
    """An error as we keep it in the database: its kind and words, in bounds and without NULs."""
    return f"{type(error).__name__}: {error}".replace("\x00", "")[:2000]
