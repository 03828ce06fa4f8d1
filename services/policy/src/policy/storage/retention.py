"""Where the rules of retention are found: a data file."""

import tomllib
from functools import cache
from importlib.resources import files

from policy.domain.erasure import Rule


@cache
def retention_rules() -> tuple[Rule, ...]:
    """The first that fits counts; the last fits everywhere."""
    text = (files("policy") / "terms" / "retention.toml").read_text(encoding="utf-8")
    return tuple(
        Rule(**{**row, "jurisdictions": tuple(row["jurisdictions"])})
        for row in tomllib.loads(text)["rule"]
    )
