"""Where the law's first period without cover for suicide is found: a data file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from policy.domain.products import Words


@dataclass(frozen=True, kw_only=True)
class SuicidePeriod:
    """How long, since when, and which law says so."""

    years: int
    since: Words
    law: Words
    restarts: bool = False
    """Whether it begins again when cover comes back."""


def suicide_period(jurisdiction: str) -> SuicidePeriod | None:
    """What the law there sets; None where it sets none."""
    return _periods().get(jurisdiction)


@cache
def _periods() -> dict[str, SuicidePeriod]:
    text = (files("policy") / "terms" / "suicide.toml").read_text(encoding="utf-8")
    return {
        jurisdiction: SuicidePeriod(
            **{**row, "since": Words(**row["since"]), "law": Words(**row["law"])}
        )
        for jurisdiction, row in tomllib.loads(text).items()
    }
