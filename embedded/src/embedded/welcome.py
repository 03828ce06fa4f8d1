"""What a newcomer is told: three commands to paste, the pages, where the mail lands."""

import shlex
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from embedded.sample import Loaded


def welcome(base: str, data: Path, mira: Loaded, *, today: date) -> str:
    """The words, for the terminal."""
    auth = f'-H "Authorization: Bearer $(cat {shlex.quote(str(data / "trial/mira.token"))})"'
    key = """-H "Idempotency-Key: $(date +%s)" -H 'Content-Type: application/json'"""
    curl = "  curl -s"
    loss = (
        f'{{"policy_id": "{mira.policy_id}", "peril": "rainfall",'
        f' "occurred_at": "{_yesterday()}", "damage": {{"amount": "2750.00", "currency": "USD"}},'
        ' "description": "The cellar is under water."}'
    )
    return "\n".join(
        [
            "",
            f"Yinbao is open on {base}; it is {today:%d %B %Y}.",
            "You are Mira, a customer; paste these:",
            "",
            "  # my policy",
            f"{curl} {auth} {base}/v1/policies",
            "  # my cellar is under water: the answer names each rule, its clause and the figures",
            f"{curl} {auth} {key} -d {shlex.quote(loss)} {base}/v1/claims",
            "  # what we told her about it",
            f"{curl} {auth} {base}/v1/inbox",
            "",
            f"  documentation  {base}/docs",
            f"  mail           {data}/mail (a Maildir: one file per mail in new/)",
            f"  other people   {data}/trial/*.token",
            "",
            "Ctrl-C stops everything; the data stays.",
            "",
        ]
    )


def for_rehearsal(base: str, data: Path) -> str:
    """What whoever started a throw-away company wants to know."""
    return f"{without_trial(base)}  trial tokens   {data}/trial/*.token\n"


def without_trial(base: str) -> str:
    """What there is to say when a real issuer signs the tokens: no sample company, no trial."""
    return f"\nYinbao is open on {base}; documentation: {base}/docs. Ctrl-C stops everything.\n"


def _yesterday() -> str:
    return (datetime.now(UTC) - timedelta(days=1)).isoformat(timespec="seconds")
