"""A version of the method: the shares, roundings, duties and words that advice is given with.

It is data beside the service, and a published version is never edited: advice names its version
and is replayed with it. The shares are ours (grade C), to be edited in a new version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from contracts.insured import Language
from policy.domain.advice.situation import BadSituation, Situation, Subject

Words = Mapping[Language, str]


class Result(StrEnum):
    """What is advised."""

    NO_ADVICE = "no_advice"
    DUTY = "duty"
    NOT_NEEDED = "not_needed"
    AVOID_OR_REDUCE = "avoid_or_reduce"
    TRANSFER = "transfer"
    KEEP = "keep"
    OPTIONAL = "optional"


@dataclass(frozen=True, kw_only=True)
class Shares:
    """How much of the means may be at risk in a year, for all kept risks together."""

    liquid: Decimal
    yearly: Decimal


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A duty to insure, by law or by contract, and the text that says so."""

    id: str
    by_contract: bool
    texts: Mapping[str, str]
    """The text by jurisdiction, as it is cited there; of a contract there is none."""


@dataclass(frozen=True, kw_only=True)
class Method:
    """One version."""

    version: str
    algorithm: str
    """Which code decides; see `policy.domain.advice.decide`."""
    shares: Mapping[Subject, Shares]
    sum_insured_step: Decimal
    """A life sum is rounded up to a multiple of it."""
    duties: Mapping[str, Duty]
    words: Mapping[str, Words]
    missing: Mapping[str, Words]
    """What a figure is called when it is asked for."""

    def text_of_duty(self, situation: Situation, place: int) -> str | None:
        """The law or contract that makes cover compulsory; refuses a duty it cannot name."""
        risk = situation.risks[place]
        if risk.duty is None:
            return None
        duty = self.duties.get(risk.duty)
        if duty is None:
            known = ", ".join(self.duties)
            raise BadSituation(
                f"the duties we know are {known}", field=f"/situation/risks/{place}/duty"
            )
        if duty.by_contract:
            if risk.contract is None:
                raise BadSituation("name the contract", field=f"/situation/risks/{place}/contract")
            return risk.contract
        text = duty.texts.get(situation.jurisdiction)
        if text is None:
            raise BadSituation(
                "we know no text for this duty there", field=f"/situation/risks/{place}/duty"
            )
        return text
