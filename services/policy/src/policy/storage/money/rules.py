"""Where the rules of collection are found: a data file of this package."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files

from contracts.policy.premiums import PayTo
from policy.domain.money.rules import ReturnReason, Rules


@cache
def collection_rules() -> Rules:
    """How premiums are collected."""
    file = files("policy") / "collection" / "collection.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return Rules(
        our_accounts=data["our_accounts"],
        pay_to={currency: PayTo(**said) for currency, said in data["pay_to"].items()},
        issue_days_before=data["issue_days_before"],
        tolerance=Decimal(data["tolerance"]),
        tolerance_share=Decimal(data["tolerance_share"]),
        refund_after_days=data["refund_after_days"],
        watched_payer_above=Decimal(data["watched_payer_above"]),
        refund_alone_up_to=Decimal(data["refund_alone_up_to"]),
        refund_alone_within_days=data["refund_alone_within_days"],
        returns=tuple(ReturnReason(code=code, **said) for code, said in data["returns"].items()),
    )
