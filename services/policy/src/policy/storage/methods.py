"""Where the versions of the advice method are kept: data files of this package."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

from contracts.insured import Language
from policy.domain.advice.method import Duty, Method, Shares, Words
from policy.domain.advice.situation import Subject

NEWEST: Final = "1.0"


class Methods:
    """The versions of the method."""

    def newest(self) -> Method:
        """The one that advice is given with now."""
        return self.get(NEWEST)

    def get(self, version: str) -> Method:
        """The one that advice was given with; every published version stays."""
        return _read(version)


@cache
def _read(version: str) -> Method:
    file = files("policy") / "risks" / f"method-{version}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return Method(
        version=data["version"],
        algorithm=data["algorithm"],
        shares={
            subject: Shares(**{k: Decimal(v) for k, v in data["shares"][subject].items()})
            for subject in Subject
        },
        sum_insured_step=Decimal(data["sum_insured_step"]),
        duties={
            id_: Duty(id=id_, by_contract=duty["by_contract"], texts=duty.get("texts", {}))
            for id_, duty in data["duties"].items()
        },
        words=_in_each_language(data["words"]),
        missing=_in_each_language(data["missing"]),
    )


def _in_each_language(texts: Mapping[str, Mapping[str, Any]]) -> dict[str, Words]:
    return {
        key: {language: words[language] for language in Language} for key, words in texts.items()
    }
