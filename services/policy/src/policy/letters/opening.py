"""What every document begins with: who writes to whom, about which contract, and when."""

from datetime import datetime
from typing import Any

from policy.domain.customer import Customer
from policy.domain.policy import Policy
from policy.letters.names import Names
from policy.letters.speech import Speech


def opening(
    speech: Speech, customer: Customer, policy: Policy, names: Names, *, at: datetime
) -> dict[str, Any]:
    """The fields of a sheet that do not depend on its kind."""
    return {
        "language": speech.language.value,
        "region": speech.region,
        "insurer": names.insurer,
        "number": policy.number,
        "addressee": (customer.name, *speech.address(customer.address)),
        "made_at": at,
        "foot": speech.say("common.foot", made=speech.instant(at, policy.time_zone)),
    }
