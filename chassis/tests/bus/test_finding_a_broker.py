"""Where a broker for the tests is looked for, and what happens when there is none."""

import pytest

from chassis.testing import brokers

NOBODY = "amqp://guest:guest@127.0.0.1:1/"


@pytest.fixture
def nothing_here(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("AMQP_URL", raising=False)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    monkeypatch.setattr(brokers, "LOCAL", NOBODY)
    return monkeypatch


def test_one_that_is_named_is_taken_at_its_word(nothing_here: pytest.MonkeyPatch) -> None:
    nothing_here.setenv("AMQP_URL", NOBODY)

    with brokers.broker() as url:
        assert url == NOBODY


def test_with_none_tests_are_skipped_and_told_how_to_turn_on(
    nothing_here: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(pytest.skip.Exception, match="set AMQP_URL"), brokers.broker():
        pass


def test_with_none_on_the_build_server_tests_fail(nothing_here: pytest.MonkeyPatch) -> None:
    nothing_here.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="set AMQP_URL"), brokers.broker():
        pass
