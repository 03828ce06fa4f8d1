"""Every no and every failure as an RFC 9457 problem: the only place that knows HTTP's status codes.

A problem never repeats what the caller sent: bodies hold personal data.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from socket import gaierror
from typing import Any, Final

import orjson
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from chassis import errors
from chassis.telemetry.tracing import current_trace
from chassis.web import refusals
from chassis.web.languages import wanted
from chassis.web.mistakes import mistakes_in

MEDIA_TYPE: Final = "application/problem+json"

STATUS_OF: Final[Mapping[type[errors.Refusal], int]] = {
    refusals.BadRequest: 400,
    refusals.MalformedJson: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    refusals.KeyInFlight: 409,
    errors.Stale: 412,
    refusals.BodyTooLarge: 413,
    refusals.AddressTooLong: 414,
    refusals.UnsupportedMediaType: 415,
    errors.Rejected: 422,
    refusals.KeyReused: 422,
    refusals.PreconditionRequired: 428,
    refusals.HeadersTooLarge: 431,
    errors.Unavailable: 503,
    errors.Refusal: 422,
}
"""The status of each kind of refusal; a kind that is not listed has its parent's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a caller is told when the answer is not what they asked for."""

    status: int
    code: str
    title: str
    detail: str | None = None
    errors: list[dict[str, Any]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """As it is sent."""
        here = current_trace()
        said = {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": self.errors or None,
            "trace_id": here.trace_id if here else None,
        }
        body = orjson.dumps({name: value for name, value in said.items() if value is not None})
        return Response(body, self.status, self.headers, MEDIA_TYPE)


def problem_of(error: BaseException, accept_language: str | None = None) -> Problem | None:
    """The problem that tells of `error`; None when it is a fault of ours to be logged as such."""
    if isinstance(error, errors.Refusal) and error.words:
        return _in_words(error, accept_language)
    for kind, tell in _TELLERS:
        if isinstance(error, kind):
            return tell(error)
    return None


def _in_words(error: errors.Refusal, accept_language: str | None) -> Problem:
    """A refusal that was written for its reader, in the language they ask for."""
    language = wanted(accept_language, error.words, otherwise="")
    said, told = error.words.get(language, error.detail), _refusal(error)
    return replace(
        told,
        detail=said,
        errors=[{**one, "detail": said} for one in told.errors],
        headers={**told.headers, "Content-Language": language or "en", "Vary": "Accept-Language"},
    )


def fault() -> Problem:
    """Something broke here. The log says what; the caller learns only where to point us."""
    return Problem(
        status=500,
        code="internal-error",
        title="Something went wrong on our side.",
        detail="Nothing was changed. Tell us the trace_id and we can look.",
    )


def _refusal(error: errors.Refusal) -> Problem:
    kind = type(error)
    status = next(STATUS_OF[ancestor] for ancestor in kind.__mro__ if ancestor in STATUS_OF)
    headers: dict[str, str] = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    elif status == HTTPStatus.SERVICE_UNAVAILABLE or kind is refusals.KeyInFlight:
        headers["Retry-After"] = "1"
    if status == HTTPStatus.UNAUTHORIZED:
        bad = isinstance(error, errors.BadToken)
        headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if bad else "Bearer"
    wrong: list[dict[str, Any]] = []
    if error.field is not None:
        wrong = [{"pointer": error.field, "detail": error.detail}]
    elif isinstance(error, refusals.HttpRefusal) and error.parameter is not None:
        wrong = [{"in": error.place, "name": error.parameter, "detail": error.detail}]
    return Problem(
        status=status,
        code=error.code,
        title=_first_line(kind.__doc__),
        detail=error.detail,
        errors=wrong,
        headers=headers,
    )


def _first_line(doc: str | None) -> str:
    return (doc or "Refused.").strip().partition("\n")[0]


def _mistakes(error: RequestValidationError) -> Problem:
    found, in_body = mistakes_in(error.errors())
    if in_body:
        return Problem(
            status=422,
            code="invalid-body",
            title="The body is not as it should be.",
            detail="See errors for each field.",
            errors=found,
        )
    return Problem(
        status=400,
        code="invalid-parameter",
        title="A parameter is not as it should be.",
        detail="See errors for each parameter.",
        errors=found,
    )


def _http(error: HTTPException) -> Problem:
    status = HTTPStatus(error.status_code)
    code = status.phrase.lower().replace(" ", "-").replace("'", "")
    return Problem(
        status=error.status_code,
        code=code,
        title=f"{status.phrase}.",
        headers=dict(error.headers or {}),
    )


def _changed_meanwhile(_: object = None) -> Problem:
    return Problem(
        status=409,
        code="changed-meanwhile",
        title="Somebody else changed this at the same moment.",
        detail="Read it again, then decide again.",
        headers={"Retry-After": "1"},
    )


def _away(_: object = None) -> Problem:
    return Problem(
        status=503,
        code="unavailable",
        title="We cannot answer this now; try again shortly.",
        headers={"Retry-After": "2"},
    )


# SQLSTATE, whole or by class (PostgreSQL, appendix A).
_LOST_RACES: Final = frozenset({"40001", "40P01"})
_TAKEN: Final = frozenset({"23505", "23503", "23P01"})
_AWAY: Final = ("08", "53", "57", "55P03")
_UNKEEPABLE: Final = "22"


def _database(error: DBAPIError) -> Problem | None:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state in _LOST_RACES:
        return _changed_meanwhile()
    if state in _TAKEN:
        return Problem(
            status=409,
            code="conflict",
            title="That contradicts something we already keep.",
        )
    if error.connection_invalidated or state.startswith(_AWAY):
        return _away()
    if state.startswith(_UNKEEPABLE):
        return Problem(
            status=422, code="unkeepable", title="A value is of a kind that we cannot keep."
        )
    return None


_TELLERS: Final[tuple[tuple[type[BaseException], Callable[[Any], Problem | None]], ...]] = (
    (errors.Refusal, _refusal),
    (RequestValidationError, _mistakes),
    (HTTPException, _http),
    (StaleDataError, _changed_meanwhile),
    (DBAPIError, _database),
    (PoolTimeout, _away),
    (ConnectionError, _away),
    (gaierror, _away),  # where names come from a container engine, what stopped has none
    (TimeoutError, _away),
)
