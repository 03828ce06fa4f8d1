"""Where the rules of the house are found, and the law with what our wordings add: data files."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

from policy.domain.contract.rules import HouseRules, LapsePlan, Rung
from policy.domain.period import zone
from policy.domain.renewing.rules import ProductRenewal, RenewalLaw, RenewalRules
from statutes import Library, law, with_promises

WORDING: Final = "YB-WORDING"


class HouseBook:
    """How we keep contracts."""

    def rules(self) -> HouseRules:
        """What the company allows."""
        return _rules()

    def law(self, time_zone: str | None = None) -> Library:
        """The law, and what our wordings promise.

        `time_zone`: of the insured place, whose days our wordings count (decision 0143).
        """
        return _law() if time_zone is None else _law_in(time_zone)

    def lines(self, line: str) -> frozenset[str]:
        """The line and every line it belongs to."""
        return frozenset(_law().vocabulary.ancestry(line))

    def plan(self, jurisdiction: str, line: str) -> LapsePlan:
        """What follows when a premium stays unpaid there."""
        return _rules().plan(jurisdiction, self.lines(line))

    def renewal(self) -> RenewalRules:
        """How a term follows a term."""
        return _renewal()

    def renewal_law(self, jurisdiction: str, line: str) -> RenewalLaw:
        """Who must say what, how long ahead, there."""
        return _renewal().law(jurisdiction, self.lines(line))


def _read(name: str) -> str:
    return (files("policy") / "terms" / name).read_text(encoding="utf-8")


@cache
def _law() -> Library:
    return with_promises(law(), _read("wording.toml"), "wording.toml")


@cache
def _law_in(time_zone: str) -> Library:
    return _law().counted_in(WORDING, zone(time_zone))


@cache
def _rules() -> HouseRules:
    data = tomllib.loads(_read("preservation.toml"))
    ending, back = data["cancellation"], data["reinstatement"]
    return HouseRules(
        endorsement_back_days=data["endorsements"]["back_days"],
        slight_rate=Decimal(data["arrears"]["slight_rate"]),
        insurer_notice_days=ending["insurer_notice_days"],
        short_rate_keeps=Decimal(ending["short_rate_keeps"]),
        short_rate_products=frozenset(ending["short_rate_products"]),
        no_short_rate=frozenset(ending["no_short_rate"]),
        evidence_lines=frozenset(back["evidence_lines"]),
        without_gap_products=frozenset(back["without_gap_products"]),
        plans=tuple(_plan(plan) for plan in data["plan"]),
    )


def _plan(data: Mapping[str, Any]) -> LapsePlan:
    return LapsePlan(
        name=data["name"],
        jurisdictions=frozenset(data["jurisdictions"]),
        lines=frozenset(data["lines"]),
        grace=data["grace"],
        starts=data.get("from"),
        then=data["then"],
        revives=data["revives"],
        from_payment=data.get("back") == "day_paid",
        asks=data.get("asks"),
        ends=data.get("ends"),
        ahead=data.get("ahead"),
        ladder=tuple(Rung(**{"by": None, **rung}) for rung in data["ladder"]),
    )


@cache
def _renewal() -> RenewalRules:
    data = tomllib.loads(_read("renewal.toml"))
    return RenewalRules(
        **data["house"],
        products=tuple(
            ProductRenewal(
                id=one["id"],
                most_rise=Decimal(one["most_rise"]),
                ages=tuple(one.get("ages", ())),
            )
            for one in data["product"]
        ),
        laws=tuple(_renewal_law(law) for law in data["law"]),
    )


def _renewal_law(data: Mapping[str, Any]) -> RenewalLaw:
    sets = {name: frozenset(data[name]) for name in ("jurisdictions", "lines")}
    return RenewalLaw(**{"leave": None, "alike": None, **data, **sets})
