"""One past loss, lived through again: insured, reported, decided, paid."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from embedded.replay.front_door import FrontDoor, Refused, Tokens
from embedded.replay.rows import PERIOD, LossRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of one row."""

    row: LossRow
    customer_id: str
    claim_id: str
    status: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Insured:
    """A row whose customer and policy are in the book."""

    row: LossRow
    customer_id: str
    policy_id: str


async def insure(row: LossRow, door: FrontDoor, tokens: Tokens) -> Insured:
    """Bring the row's customer and policy in."""
    customer = await door.create(
        "/v1/customers", _customer(row), token=tokens.importer, key=f"{row.ref}-customer"
    )
    policy = await door.create(
        "/v1/policies", _policy(row, customer["id"]), token=tokens.importer, key=f"{row.ref}-policy"
    )
    return Insured(row=row, customer_id=customer["id"], policy_id=policy["id"])


async def settle(insured: Insured, door: FrontDoor, tokens: Tokens) -> Settled:
    """Report the loss, decide what is referred, pay what is owed."""
    row = insured.row
    filed = await door.create(
        "/v1/claims",
        _loss(row, insured.policy_id),
        token=tokens.importer,
        key=f"{row.ref}-claim",
        wait_for="policy-unknown",
    )
    claim = await _decided(filed["id"], row, door, tokens)
    return Settled(
        row=row,
        customer_id=insured.customer_id,
        claim_id=filed["id"],
        status=claim["status"],
        amount=Decimal(claim["amount"]["amount"]) if claim["status"] == "paid" else Decimal(0),
    )


async def _decided(claim_id: str, row: LossRow, door: FrontDoor, tokens: Tokens) -> dict[str, Any]:
    """Walk the claim to its end; steps that an earlier run took are not taken again."""
    path = f"/v1/claims/{quote(claim_id)}"
    answer = await door.read(path, token=tokens.adjuster)
    while step := _next_step(answer.json(), row, tokens):
        noun, body, token = step
        try:
            answer = await door.change(
                f"{path}/{noun}", body, token=token, version=answer.headers["ETag"]
            )
        except Refused as no:
            if no.code != "stale":
                raise
            # An earlier try was taken and its answer lost: read what has become of the claim.
            answer = await door.read(path, token=tokens.adjuster)
    claim: dict[str, Any] = answer.json()
    return claim


def _next_step(
    claim: dict[str, Any], row: LossRow, tokens: Tokens
) -> tuple[str, dict[str, Any], str] | None:
    """What has to be done with the claim, in which words, and by whom."""
    match claim["status"]:
        case "in_review":
            return "decision", _decision(claim), tokens.adjuster
        case "approved":
            return "payment", {"reference": f"NFIP-{row.ref}"}, tokens.finance
    return None


def _customer(row: LossRow) -> dict[str, Any]:
    return {
        "kind": "person",
        "name": f"Insured {row.ref[:8]}",
        "email": f"{row.ref}@insured.example",
        "language": row.language,
        "time_zone": "America/New_York",
        "address": _place(row),
    }


def _policy(row: LossRow, customer_id: str) -> dict[str, Any]:
    return {
        "customer_id": customer_id,
        "product": "flood-home",
        "insured_place": _place(row),
        "time_zone": "America/New_York",
        "sum_insured": _usd(row.sum_insured),
        "deductible": _usd(row.deductible),
        "starts_on": row.starts_on.isoformat(),
        "ends_on": (row.starts_on + PERIOD).isoformat(),
    }


def _loss(row: LossRow, policy_id: str) -> dict[str, Any]:
    return {
        "policy_id": policy_id,
        "peril": row.peril,
        "occurred_at": row.occurred_at.isoformat(),
        "damage": _usd(row.damage),
        "property_value": _usd(row.value),
        "description": f"Imported loss {row.ref}",
    }


def _decision(claim: dict[str, Any]) -> dict[str, Any]:
    """The adjuster confirms what the rules propose."""
    if claim["proposed_decision"] == "decline":
        return {"decision": "decline", "reason": "The assessed damage leaves nothing to pay."}
    return {"decision": "approve", "amount": claim["proposed_amount"]}


def _place(row: LossRow) -> dict[str, Any]:
    return {
        "line": "Address withheld by the source",
        "city": row.state,
        "region": row.state,
        "postal_code": row.postal_code,
        "country": "US",
    }


def _usd(amount: Decimal) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currency": "USD"}
