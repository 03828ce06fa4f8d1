"""A clock as JSON can carry it, and back."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from statutes.counting import aware
from statutes.entry import Entry
from statutes.moves import Happening, What
from statutes.refusals import Refused

Written = tuple[str, dict[str, datetime], tuple[Happening, ...]]


class Running(Protocol):
    """What of a clock is written down."""

    @property
    def entry(self) -> Entry:
        """The entry it counts."""
        ...

    @property
    def known(self) -> Mapping[str, datetime]:
        """The events it knows."""
        ...

    @property
    def history(self) -> tuple[Happening, ...]:
        """What happened."""
        ...


def as_dict(clock: Running) -> dict[str, Any]:
    """The clock, by the id of its entry: the entry itself stays in its pack."""
    return {
        "entry": clock.entry.id,
        "known": {name: at.isoformat() for name, at in clock.known.items()},
        "history": [
            {"what": one.what.value, "at": one.at.isoformat(), "name": one.name, "entry": one.entry}
            for one in clock.history
        ],
    }


def from_dict(written: Mapping[str, Any]) -> Written:
    """The entry's id, the events known, and what happened."""
    try:
        history = tuple(
            Happening(What(one["what"]), _instant(one["at"]), one["name"], one["entry"])
            for one in written["history"]
        )
        known = {name: _instant(at) for name, at in written["known"].items()}
        entry = written["entry"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"this is not a clock on paper: {error!r}") from error
    if not isinstance(entry, str) or not history or history[0].what is not What.STARTED:
        raise Refused("this is not a clock on paper: it does not begin with its start")
    return entry, known, history


def _instant(text: str) -> datetime:
    return aware(datetime.fromisoformat(text)).astimezone(UTC)
