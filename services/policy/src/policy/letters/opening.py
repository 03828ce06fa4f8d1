"""What every document begins with: who writes to whom, about which contract, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policy.domain.customer import Customer
from policy.domain.policy import Policy
from policy.letters.names import Names
from policy.letters.speech import Speech


@dataclass(frozen=True, kw_only=True)
class About:
    """What a letter is about while there is no contract yet."""

    number: str
    time_zone: str


def opening(
    speech: Speech, customer: Customer, about: Policy | About, names: Names, *, at: datetime
) -> dict[str, Any]:
    """The fields of a sheet that do not depend on its kind."""
    return {
        "language": speech.language.value,
        "region": speech.region,
        "insurer": names.insurer,
        "number": about.number,
        "addressee": (customer.name, *speech.address(customer.address)),
        "made_at": at,
        "foot": speech.say("common.foot", made=speech.instant(at, about.time_zone)),
    }
