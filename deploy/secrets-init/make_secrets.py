"""Makes the company's passwords once, each into the volume of the one container that needs it.

Runs as a one-shot job before everything else. What exists is kept, so a restart changes nothing
and an operator may put secrets of their own in place first.
"""

import base64
import hashlib
import json
import os
import secrets
import sys
from pathlib import Path

SERVICES = ("policy", "claims", "complaints", "notifications")
ROOT = Path("/secrets")


def keep(path: Path, text: str) -> str:
    """Write `text` unless the file is there; return what the file says."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(text)
        fresh.chmod(0o444)  # each volume is mounted, read-only, into its one reader
        fresh.rename(path)
    return path.read_text()


def broker_user(name: str, password: str) -> dict[str, object]:
    """A RabbitMQ login with its password hashed the way the broker stores it (salted SHA-256)."""
    salt = os.urandom(4)
    digest = hashlib.sha256(salt + password.encode()).digest()
    return {
        "name": name,
        "password_hash": base64.b64encode(salt + digest).decode(),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": [],
    }


def may(name: str) -> dict[str, str]:
    """A service makes, binds and reads its own queues, and meets the others at one exchange.

    The names are those of `chassis.bus.rabbit.topology`. Whoever declares an exchange needs the
    right to configure it; nobody may write to a queue directly (the exchange without a name).
    """
    queues = rf"{name}\.(core|courtesy)"
    exchanges = r"yinbao(\.dead)?"
    return {
        "user": name,
        "vhost": "yinbao",
        "configure": rf"^({exchanges}|{queues}(\.dead)?)$",
        "write": rf"^({exchanges}|{queues}(\.dead)?)$",
        "read": rf"^({exchanges}|{queues})$",
    }


def speaks(name: str) -> dict[str, str]:
    """A service says what it did, never what another did; it may hear everything."""
    return {
        "user": name,
        "vhost": "yinbao",
        "exchange": "yinbao",
        "write": rf"^{name}\.",
        "read": ".*",
    }


def main() -> None:
    """Make what is missing."""
    keep(ROOT / "postgres" / "superuser_password", secrets.token_urlsafe(32))
    users = []
    for name in SERVICES:
        database = keep(ROOT / "postgres" / f"{name}_password", secrets.token_urlsafe(32))
        broker = keep(ROOT / "rabbitmq" / f"{name}_password", secrets.token_urlsafe(32))
        users.append(broker_user(name, broker))
        keep(ROOT / name / "database_url", f"postgresql://{name}:{database}@postgres:5432/{name}")
        keep(ROOT / name / "bus_url", f"amqp://{name}:{broker}@rabbitmq:5672/yinbao")
    definitions = {
        "vhosts": [{"name": "yinbao"}],
        "users": users,
        "permissions": [may(name) for name in SERVICES],
        "topic_permissions": [speaks(name) for name in SERVICES],
    }
    keep(ROOT / "rabbitmq" / "definitions.json", json.dumps(definitions, indent=1))
    # The broker's image writes a file of defaults beside our configuration, as its own user.
    (ROOT / "rabbitmq-conf").chmod(0o1777)
    print("secrets are in place", file=sys.stderr)


if __name__ == "__main__":
    main()
