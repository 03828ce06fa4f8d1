"""What the risk profile knows about the risks that advice is asked on."""

from dataclasses import replace

from policy.domain.advice.situation import BadSituation, Risk, Situation
from policy.domain.risks.profile import RiskProfile


def as_found(situation: Situation, profile: RiskProfile | None) -> Situation:
    """The situation, with classes of the profile where a rule is named and none were told.

    They are written into the situation, so that a replay needs no profile.
    """
    risks = tuple(_as_found(risk, place, profile) for place, risk in enumerate(situation.risks))
    return replace(situation, risks=risks)


def _as_found(risk: Risk, place: int, profile: RiskProfile | None) -> Risk:
    if risk.found_by is None:
        return risk
    finding = profile.finding(risk.found_by) if profile else None
    if finding is None:
        raise BadSituation(
            "the newest risk profile has no such finding",
            field=f"/situation/risks/{place}/found_by",
        )
    return replace(
        risk,
        frequency_class=risk.frequency_class or finding.frequency,
        severity_class=risk.severity_class or finding.severity,
        corrected=risk.corrected or finding.corrected,
    )
