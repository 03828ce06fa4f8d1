"""Papers as customers hand them in: small, whole, and each of its own bytes."""

from base64 import b64encode
from typing import Any


def a_sheet(says: str) -> bytes:
    """A PDF, as small as one may be, that says this."""
    return f"%PDF-1.7\n% {says}\n%%EOF\n".encode()


def a_paper(kind: str, **changes: Any) -> dict[str, Any]:
    """A paper of this kind, as it is sent."""
    content = b64encode(a_sheet(kind)).decode("ascii")
    paper = {"kind": kind, "name": f"{kind}.pdf", "content_type": "application/pdf"}
    return {**paper, "content": content, **changes}


def handed_in(kinds: list[str], answers: dict[str, Any] | None = None) -> dict[str, Any]:
    """What is sent to hand in these papers and answers."""
    return {"documents": [a_paper(kind) for kind in kinds], "answers": answers or {}}


def a_review(at: str, *signed: str, **changes: Any) -> dict[str, Any]:
    """What a reviewer sends whom the evidence convinces: each was found a qualified signature."""
    report = a_paper(f"validation {at}", name="validation.pdf")
    del report["kind"]
    validation = {
        **dict.fromkeys(signed or ("holder",), "qes"),
        "validated_by": "Validation service of Example Trust",
        "validated_at": at,
        "report": report,
    }
    return {"convinces": True, "note": "Seen.", "validation": validation, **changes}
