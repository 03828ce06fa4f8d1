"""Logs: one line per thing worth knowing, as JSON for machines or in colour for people.

Every line says when, which service, which trace and which request; none says who a person is.
Libraries that log the standard way come out the same.
"""

import json
import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Final, Literal

import orjson
import structlog

from chassis.telemetry.masking import mask
from chassis.telemetry.tracing import current_place

QUIET: Final = ("aio_pika", "aiormq", "alembic", "asyncio", "httpcore", "httpx2", "uvicorn")
"""Libraries of which we only want to hear what went wrong."""


def configure_logs(
    *, service: str | None = None, level: str = "INFO", style: Literal["json", "console"] = "json"
) -> None:
    """Log to standard error from now on; `service` names lines written outside of any request."""
    least = logging.getLevelNamesMapping()[level]
    render = (
        _json
        if style == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _Where(service),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            mask,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=_to_standard_error,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_Forward()]
    root.setLevel(least)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(least, logging.WARNING))


class _Where:
    """Adds where we are: service, trace, request."""

    def __init__(self, service: str | None) -> None:
        self._service = service

    def __call__(
        self, logger: Any, method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        here = current_place()
        service = (here.service if here else None) or self._service
        if service is not None:
            event.setdefault("service", service)
        if here is not None:
            event["trace_id"] = here.trace.trace_id
            event["span_id"] = here.trace.span_id
            if here.request_id is not None:
                event["request_id"] = here.request_id
        return event


def _json(logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
    try:
        return orjson.dumps(event, default=str).decode()
    except TypeError:  # half a character, or a number beyond 64 bits
        return json.dumps(event, default=str)


class _StandardError:
    """Writes lines to whatever standard error is at that moment."""

    def msg(self, line: str) -> None:
        sys.stderr.write(f"{line}\n")

    debug = info = warning = error = critical = exception = fatal = log = msg


def _to_standard_error(*_: Any) -> _StandardError:
    return _StandardError()


class _Forward(logging.Handler):
    """Hands what libraries log to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log it as one of ours."""
        try:
            structlog.get_logger().log(
                record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info
            )
        except Exception:  # noqa: BLE001 - a log line that cannot be written must not stop anything
            self.handleError(record)
