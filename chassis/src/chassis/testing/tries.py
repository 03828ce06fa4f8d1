"""How often chance is asked: seldom in every run, far more often in one that looks deeper.

HYPOTHESIS_PROFILE=thorough make test T=services/policy
"""

import os
from typing import Final

PROFILE: Final = "HYPOTHESIS_PROFILE"
MORE: Final = 20


def tries(few: int) -> int:
    """So many examples; twenty times as many in a thorough run."""
    return few * MORE if os.environ.get(PROFILE) == "thorough" else few
