"""How often chance is asked: seldom in every run, far more often in one that looks deeper.

HYPOTHESIS_PROFILE=thorough make test T=services/policy
"""

import os
from typing import Final

PROFILE: Final = "HYPOTHESIS_PROFILE"
MORE: Final = 20


def tries(few: int) -> int:
    """So many examples; twenty times as many in a thorough run."""
    return few * MORE if is_thorough() else few


def is_thorough() -> bool:
    """Whether this run looks deeper than every run does."""
    return os.environ.get(PROFILE) == "thorough"
