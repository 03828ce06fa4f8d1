"""Who decides in the sample company: an underwriter, a senior and the committee, each a person.

What the first may not decide alone they propose, and the next accepts: so two people can be tried.
"""

from datetime import date, timedelta
from typing import Any, Final

from contracts.roles import Role
from embedded.replay.front_door import FrontDoor
from embedded.trial import TrialTokens

LEVELS: Final = {"underwriter": 1, "senior": 2, "committee": 3}
"""By the name of the token's file."""
LASTS: Final = timedelta(days=365)
_AHEAD: Final = timedelta(days=30)


async def grant(known: dict[str, Any], today: date, door: FrontDoor, tokens: TrialTokens) -> None:
    """Tokens for all of them, and their authority unless it lasts; `known` keeps until when."""
    for name in LEVELS:
        tokens.write(name, Role.UNDERWRITER)
    if date.fromisoformat(known.get("authority_until", date.min.isoformat())) > today + _AHEAD:
        return
    ops, until = tokens.write(Role.OPS.value, Role.OPS).read_text().strip(), today + LASTS
    for name, level in LEVELS.items():
        body = {
            "holder": tokens.subject(name),
            "level": level,
            "from_on": (today - timedelta(days=1)).isoformat(),
            "to_on": until.isoformat(),
        }
        await door.create(
            "/v1/authorities", body, token=ops, key=f"sample-authority-{name}-{today}"
        )
    known["authority_until"] = until.isoformat()
