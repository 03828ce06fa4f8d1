"""Trial tokens in files, one per role and sample customer, for `curl` to read."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from chassis.identity.trial import TrialIssuer
from contracts.roles import Role

LIFETIME: Final = timedelta(days=7)  # written anew at each start


class TrialTokens:
    """Writes tokens into a folder and says where they are."""

    def __init__(self, issuer: TrialIssuer, folder: Path) -> None:
        self._issuer = issuer
        self._folder = folder

    def write(self, name: str, role: Role, customer_id: UUID | None = None) -> Path:
        """A token for `name`, in a file only we can read."""
        token = self._issuer.token(self.subject(name), [role], customer_id, LIFETIME)
        path = self._folder / f"{name}.token"
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(token + "\n")
        return path

    def subject(self, name: str) -> str:
        """As whom their token names them."""
        return f"trial-{name}"

    def write_customer(self, name: str, customer_id: UUID) -> Path:
        """A token for a customer."""
        return self.write(name, Role.CUSTOMER, customer_id)

    def write_roles(self) -> None:
        """A token for every role of the house; a customer's needs a customer."""
        for role in Role:
            if role is not Role.CUSTOMER:
                self.write(role.value, role)
