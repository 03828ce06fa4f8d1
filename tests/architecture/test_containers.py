"""What docker-compose.yml promises: nothing runs as root, nothing is published but the gateway."""

from pathlib import Path
from typing import Any

import pytest
import yaml

COMPOSE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "docker-compose.yml").read_text()
)
CONTAINERS: dict[str, Any] = COMPOSE["services"]
OURS = {"policy", "claims", "complaints", "notifications", "gateway", "mail"}


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_is_read_only_and_bounded(name: str) -> None:
    container = CONTAINERS[name]

    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert container["mem_limit"]


@pytest.mark.parametrize("name", CONTAINERS)
def test_only_the_job_that_makes_the_secrets_is_root(name: str) -> None:
    container = CONTAINERS[name]

    built_by_us = "build" in container  # the Dockerfile ends in an unprivileged USER

    assert built_by_us or container["user"] in {"postgres", "rabbitmq"} or name == "secrets"


def test_only_the_gateway_is_published_and_only_on_this_machine() -> None:
    published = {name: c["ports"] for name, c in CONTAINERS.items() if "ports" in c}

    assert published == {"gateway": ["127.0.0.1:${PUBLISH_PORT:-8000}:8000"]}


def test_no_secret_stands_in_the_file() -> None:
    settings = [
        f"{key}={value}"
        for container in CONTAINERS.values()
        for key, value in container.get("environment", {}).items()
    ]

    assert [line for line in settings if "PASSWORD=" in line or "_URL=amqp" in line] == []
    assert [line for line in settings if line.startswith("DATABASE_URL=")] == []


@pytest.mark.parametrize("name", ["policy", "claims", "complaints", "notifications"])
def test_a_service_sees_only_its_own_secrets(name: str) -> None:
    assert CONTAINERS[name]["volumes"] == [f"secrets-{name}:/run/secrets/yinbao:ro"]
