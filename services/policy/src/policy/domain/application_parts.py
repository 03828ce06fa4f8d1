"""What an application is made of: offers, rules that were hit, conditions, evidence."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

from chassis.money import Money
from contracts.insured import Address
from policy.domain.offer import Offer
from policy.domain.underwriting.authority import Counted

Side = Literal["customer", "company"]
Whose = Literal["holder", "life_insured", "signer", "other"]
"""Whom a paper is of: who applies, whose life is insured, who signs for another, anybody else."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One offer of the negotiation; the newest one stands."""

    offer: Offer
    side: Side
    by: str
    at: datetime
    words: str = ""
    priced_at: datetime | None = None
    """When the terms were priced, where that was before: their first day alone was moved."""
    tariff_net: Money
    """What the tariff asks for it; another price is a change that needs authority."""
    by_tariff: bool = False
    """Whether covers, premium and levies are just what the tariff makes of the answers."""
    is_priced_as_offered: bool = False
    """Whether the tariff's price is for these covers, limits, deductibles and waiting days."""
    agreed_at: datetime | None = None
    """When the other side said yes."""
    is_agreed_by_signature: bool = False
    """Whether signing it was what said so: sent back, nothing was said."""

    @property
    def price_at(self) -> datetime:
        """Since when its price is held."""
        return self.priced_at or self.at


@dataclass(frozen=True, kw_only=True)
class HitRule:
    """A rule that was hit, and how it was cleared: each one separately."""

    rule_id: str
    outcome: str
    reason: Mapping[str, str]
    cleared_by: str | None = None
    cleared_at: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class AskedFor:
    """What was missing, asked for at one time and only once."""

    at: datetime
    documents: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document that was handed in; its bytes are kept beside it."""

    kind: str
    name: str
    sha256: str
    """Of the bytes, reckoned by us."""
    by: str
    at: datetime
    of: Whose = "holder"
    id: UUID | None = None
    """None where it was taken down by its hash, before we took the bytes."""
    content_type: str | None = None
    size: int | None = None
    """In bytes."""


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """A condition of our acceptance, in the customer's words."""

    id: str
    kind: str
    words: Mapping[str, str]
    precedent: bool
    """Blocks issue until it is met; a subsequent one blocks nothing and never ends cover."""
    owner: str = "customer"
    due_on: date | None = None
    evidence: str | None = None
    met_at: datetime | None = None
    missed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """Who accepted, on which level, against which total."""

    by: str
    level: int
    needed: int
    total: Decimal
    """The exposure that counted, in euros by the yardstick."""
    made_of: Counted | None = None
    """What that sum was made of; None of those accepted before it was written down."""
    at: datetime
    proposed_by: str | None = None


class SignatureLevel(StrEnum):
    """What a signature is worth (eIDAS; China's reliable signature counts as AES and QES)."""

    SES = "ses"
    AES = "aes"
    QES = "qes"


@dataclass(frozen=True, kw_only=True)
class Validation:
    """That a signature was checked (eIDAS 26, 32), as a reviewer of ours states."""

    validated_by: str
    validated_at: datetime
    report_id: UUID
    """The paper of this application that is the report."""
    report_sha256: str
    by: str
    """Who of us states it."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """The evidence that somebody signed. The one-time code itself is never kept."""

    signer: str
    capacity: Literal["holder", "life_insured"]
    level: SignatureLevel
    """What the signer's side says it is."""
    document_sha256: str
    document_version: str
    language: str
    opened_at: datetime
    signed_at: datetime
    scrolled_to_end: bool
    ticks: tuple[str, ...]
    identity_method: str
    identity_result: str
    ip: str | None = None
    device: str | None = None
    code_channel: str | None = None
    masked_target: str | None = None
    certificates: tuple[str, ...] = ()
    recorded_by: str
    recorded_at: datetime | None = None
    """When it reached us, by our own clock."""
    signer_matches: bool | None = None
    """Whether the file named the signer when they signed; None where it names nobody for this."""
    worth: SignatureLevel = SignatureLevel.SES
    """What it counts for: a simple one, until a reviewer states its validation."""
    validation: Validation | None = None
    stands_on: UUID | None = None
    """The paper of this application that shows why another name may sign."""


class Proof(StrEnum):
    """How sure we are that a paper arrived, from weak to strong; a bounce is no notice."""

    BOUNCED = "bounced"
    SENT = "sent"
    ACCEPTED = "accepted"
    OPENED = "opened"
    REGISTERED = "registered"

    @property
    def is_notice(self) -> bool:
        """Whether it counts as delivered: at least the recipient's server took it."""
        return self in {Proof.ACCEPTED, Proof.OPENED, Proof.REGISTERED}


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """One way the papers were sent, and what came of it."""

    channel: str
    address: str
    why_address: str
    content_sha256: str
    proof: Proof
    provider_id: str | None
    at: datetime
    time_zone: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the application's log; each holds the hash of the line before."""

    what: str
    by: str
    at: datetime
    note: str = ""
    hash: str = field(default="")

    def chained(self, before: str) -> "Step":
        """The same line, bound to everything before it."""
        said = (before, self.what, self.by, self.at.isoformat(), self.note)
        digest = hashlib.sha256(json.dumps(said).encode()).hexdigest()
        return Step(what=self.what, by=self.by, at=self.at, note=self.note, hash=digest)


def fingerprint(value: object) -> str:
    """The SHA-256 of what was agreed, written the same way every time."""
    written = json.dumps(value, default=_plain, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, Address):
        return value.model_dump()
    if is_dataclass(value):
        return {part.name: getattr(value, part.name) for part in fields(value)}
    return dict(value) if isinstance(value, Mapping) else str(value)
