"""Settings: read from the environment or from files, refused in one line, never told."""

from pathlib import Path

import pytest

from chassis.settings import Misconfigured, Settings

SECRET = "hunter2"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)


def test_a_secret_is_read_from_the_file_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "url"
    file.write_text(f"postgresql://mira:{SECRET}@host/claims\n")
    monkeypatch.setenv("DATABASE_URL_FILE", str(file))

    settings = Settings.read()

    assert settings.need("database_url") == f"postgresql://mira:{SECRET}@host/claims"


def test_a_secret_is_never_shown() -> None:
    settings = Settings.read(
        database_url=f"postgresql://mira:{SECRET}@host/claims",
        bus_url=f"amqp://mira:{SECRET}@host/",
        mail_url=f"smtp://mira:{SECRET}@host",
    )

    assert SECRET not in repr(settings)
    assert SECRET not in str(settings.model_dump())
    assert SECRET not in settings.model_dump_json()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", f"mysql://mira:{SECRET}@host/claims"),
        ("BUS_URL", f"kafka://mira:{SECRET}@host"),
        ("BUS_URL", SECRET),
        ("MAIL_URL", f"imap://mira:{SECRET}@host"),
        ("OIDC_ISSUER", "issuer.example"),
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("DRAIN_SECONDS", "0"),
        ("DRAIN_SECONDS", "nan"),
        ("MAX_BODY_BYTES", "-1"),
        ("LOG_LEVEL", "LOUD"),
        ("WORKERS", "perhaps"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_never_by_value(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(Misconfigured) as refused:
        Settings.read()

    assert str(refused.value).startswith(f"{name} ")
    assert len(str(refused.value).splitlines()) == 1
    assert SECRET not in str(refused.value)


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")
    monkeypatch.setenv("LOG_FORMAT", "prose")

    with pytest.raises(Misconfigured, match=r"PORT .*; LOG_FORMAT "):
        Settings.read()


def test_a_value_and_a_file_of_it_is_one_too_many(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BUS_URL", "memory://")
    monkeypatch.setenv("BUS_URL_FILE", str(tmp_path / "url"))

    with pytest.raises(Misconfigured, match="BUS_URL and BUS_URL_FILE are both set"):
        Settings.read()


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "missing"))

    with pytest.raises(Misconfigured, match=r"DATABASE_URL_FILE names .*missing.*No such file"):
        Settings.read()


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_ISSUER", "")
    monkeypatch.setenv("PORT", "")

    settings = Settings.read()

    assert (settings.oidc_issuer, settings.port) == (None, 8000)


def test_what_code_says_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")

    assert Settings.read(port=9001).port == 9001


def test_a_setting_of_a_subclass_is_read_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ours(Settings):
        greeting: str = "hello"

    monkeypatch.setenv("GREETING", "good morning")

    assert Ours.read().greeting == "good morning"
