"""Log lines: JSON, with where we are, and nobody's name in them."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from chassis.telemetry.logs import configure_logs
from chassis.telemetry.tracing import continue_trace

TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    structured = structlog.get_config()
    yield
    root.handlers, level = before[0], before[1]
    root.setLevel(level)
    structlog.configure(**structured)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, Any]]]:
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_says_when_what_and_which_service(lines: Any) -> None:
    configure_logs(service="claims")

    structlog.get_logger().info("a claim was approved", claim_id="018f", amount=12)

    [line] = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "a claim was approved",
        "level": "info",
        "service": "claims",
        "claim_id": "018f",
        "amount": 12,
    }


def test_inside_a_trace_a_line_says_which_and_for_whom(lines: Any) -> None:
    configure_logs(service="yinbao")

    with continue_trace(f"00-{TRACE}-b7ad6b7169203331-01", service="claims") as here:
        structlog.get_logger().info("heard")

    [line] = lines()
    assert (line["trace_id"], line["span_id"]) == (TRACE, here.span_id)
    assert line["service"] == "claims"


def test_an_exception_is_shown_with_its_place_and_without_the_person(lines: Any) -> None:
    configure_logs()
    try:
        int("mira@example.org")
    except ValueError:
        structlog.get_logger().exception("a letter failed", email="mira@example.org")

    [line] = lines()
    assert line["email"] == "***"
    assert "ValueError: invalid literal" in line["exception"]
    assert "test_logs.py" in line["exception"]
    assert "mira@" not in json.dumps(line)


def test_what_libraries_log_comes_out_the_same(lines: Any) -> None:
    configure_logs(service="claims")

    logging.getLogger("some.library").warning("lost %s", "mira@example.org")
    logging.getLogger("aio_pika").info("chatter")

    [line] = lines()
    assert (line["event"], line["logger"], line["level"]) == ("lost ***", "some.library", "warning")


def test_below_the_level_nothing_is_written(lines: Any) -> None:
    configure_logs(level="WARNING")

    structlog.get_logger().info("not worth it")

    assert lines() == []


def test_what_is_no_json_is_written_as_text(lines: Any) -> None:
    configure_logs()

    structlog.get_logger().info("odd", thing=object(), keys={1: "one"}, broken="\ud800")

    [line] = lines()
    assert line["keys"] == {"1": "one"}


def test_people_may_read_it_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(service="claims", style="console")

    structlog.get_logger().info("a claim was approved", claim_id="018f")

    shown = capsys.readouterr().err
    assert "a claim was approved" in shown
    assert "018f" in shown
