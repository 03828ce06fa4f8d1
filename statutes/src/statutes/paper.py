"""A clock as JSON can carry it, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from statutes.counting import in_utc
from statutes.given import Paused
from statutes.moves import Happening, What
from statutes.record import Record
from statutes.refusals import Refused

NOT_A_CLOCK: Final = "this is not a clock on paper"


class Written(NamedTuple):
    """What stands on the paper; whether it could have happened is for the clock to say."""

    entry: str
    known: dict[str, datetime]
    pauses: tuple[Paused, ...]
    history: tuple[Happening, ...]


def as_dict(clock: Record) -> dict[str, Any]:
    """The clock, by the id of its entry: the entry itself stays in its pack."""
    return {
        "entry": clock.entry.id,
        "known": {name: at.isoformat() for name, at in clock.told.items()},
        "pauses": [
            {"reason": one.reason, "since": one.since.isoformat(), "until": _text(one.until)}
            for one in clock.earlier
        ],
        "history": [
            {
                "what": one.what.value,
                "at": one.at.isoformat(),
                "name": one.name,
                "entry": one.entry,
                "happened": _text(one.happened),
            }
            for one in clock.history
        ],
    }


def from_dict(written: Mapping[str, Any]) -> Written:
    """The entry's id, the events known, the pauses before the start, and what happened."""
    try:
        known = {name: _instant(at) for name, at in written["known"].items()}
        pauses = tuple(
            Paused(one["reason"], _instant(one["since"]), _maybe(one["until"]))
            for one in written.get("pauses", ())
        )
        history = tuple(_happening(one) for one in written["history"])
        entry = written["entry"]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, Refused) as error:
        raise Refused(f"{NOT_A_CLOCK}: {error!r}") from error
    if not isinstance(entry, str) or not history or history[0].what is not What.STARTED:
        raise Refused(f"{NOT_A_CLOCK}: it does not begin with its start")
    return Written(entry, known, pauses, history)


def _happening(one: Mapping[str, Any]) -> Happening:
    happened = _maybe(one.get("happened"))
    what = What(one["what"])
    if (what is What.LEARNT) != (happened is not None):
        raise ValueError("an event that is learnt, and nothing else, has `happened`")
    return Happening(what, _instant(one["at"]), one["name"], one["entry"], happened)


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _maybe(text: str | None) -> datetime | None:
    return None if text is None else _instant(text)


def _instant(text: str) -> datetime:
    return in_utc(datetime.fromisoformat(text))
