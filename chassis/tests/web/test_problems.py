"""Each kind of refusal has its status; nothing else in the house knows them."""

from socket import gaierror
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from chassis import errors
from chassis.web.problems import problem_of


class Refusing(errors.Conflict, code="illegal-move"):
    """This thing cannot go there.

    A longer explanation that is none of the caller's business.
    """


class _State(Exception):
    def __init__(self, sqlstate: str) -> None:
        super().__init__("mira@example.org already exists")
        self.sqlstate = sqlstate


def failed(sqlstate: str) -> DBAPIError:
    return DBAPIError("INSERT …", {"email": "mira@example.org"}, _State(sqlstate))


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (errors.NotFound("no"), 404, "not-found"),
        (errors.Conflict("no"), 409, "conflict"),
        (Refusing("no"), 409, "illegal-move"),
        (errors.Stale("no"), 412, "stale"),
        (errors.Rejected("no"), 422, "rejected"),
        (errors.Forbidden("no"), 403, "forbidden"),
        (errors.Unauthenticated("no"), 401, "unauthenticated"),
        (errors.Unavailable("no"), 503, "unavailable"),
        (errors.Refusal("no"), 422, "refused"),
        (StaleDataError("lost"), 409, "changed-meanwhile"),
        (failed("40001"), 409, "changed-meanwhile"),
        (failed("40P01"), 409, "changed-meanwhile"),
        (failed("23505"), 409, "conflict"),
        (failed("23503"), 409, "conflict"),
        (failed("22021"), 422, "unkeepable"),
        (failed("08006"), 503, "unavailable"),
        (failed("53300"), 503, "unavailable"),
        (failed("57P03"), 503, "unavailable"),
        (PoolTimeout("full"), 503, "unavailable"),
        (ConnectionRefusedError("away"), 503, "unavailable"),
        (gaierror("no such name"), 503, "unavailable"),
    ],
)
def test_every_kind_has_its_status(error: Exception, status: int, code: str) -> None:
    problem: Any = problem_of(error)

    assert (problem.status, problem.code) == (status, code)
    assert b"mira" not in problem.response().body


@pytest.mark.parametrize(
    "error", [RuntimeError("bug"), failed("42601"), failed("23502"), KeyError()]
)
def test_a_fault_of_ours_is_no_answer_to_the_caller(error: Exception) -> None:
    assert problem_of(error) is None


def test_a_refusal_says_when_to_come_back() -> None:
    waiting: Any = problem_of(errors.NotFound("not heard of yet", retry_after=1))
    away: Any = problem_of(errors.Unavailable("later"))

    assert waiting.headers["Retry-After"] == "1"
    assert int(away.headers["Retry-After"]) > 0


def test_a_refusal_points_at_the_field_to_blame() -> None:
    problem: Any = problem_of(errors.Rejected("too much", field="/damage/amount"))

    assert problem.errors == [{"pointer": "/damage/amount", "detail": "too much"}]


def test_the_title_is_the_first_line_of_the_kind() -> None:
    problem: Any = problem_of(Refusing("from here to there"))

    assert problem.title == "This thing cannot go there."
    assert problem.detail == "from here to there"


def test_a_stranger_is_told_how_to_introduce_themself() -> None:
    missing: Any = problem_of(errors.Unauthenticated("who are you?"))
    bad: Any = problem_of(errors.BadToken("expired"))

    assert missing.headers["WWW-Authenticate"] == "Bearer"
    assert bad.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
