"""Settings: what differs between two places the same code runs in, read from the environment.

Every name may also be given as NAME_FILE, the path of a file that holds the value: that is how
secrets reach a container. A secret never shows in a log, an error or a `repr`.
"""

import os
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict


class Misconfigured(Exception):
    """We cannot start like this; the message is one line that says what to change."""


def _scheme(value: str, allowed: tuple[str, ...], example: str) -> None:
    if urlsplit(value).scheme not in allowed:
        raise ValueError(f"starts with none of {', '.join(f'{s}://' for s in allowed)}; {example}")


def _url(*schemes: str, example: str) -> AfterValidator:
    def check(value: str) -> str:
        _scheme(value, schemes, f"try {example}")
        return value

    return AfterValidator(check)


def _secret_url(*schemes: str, example: str) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        _scheme(value.get_secret_value(), schemes, f"try {example}")
        return value

    return AfterValidator(check)


_POSTGRES = ("postgresql", "postgres", "postgresql+asyncpg")
HttpUrl = Annotated[str, _url("http", "https", example="https://host/path")]
DatabaseUrl = Annotated[
    SecretStr, _secret_url(*_POSTGRES, example="postgresql://user:password@host:5432/name")
]
BusUrl = Annotated[
    SecretStr,
    _secret_url("memory", "amqp", "amqps", example="amqp://user:password@host:5672/ or memory://"),
]
MailUrl = Annotated[
    SecretStr,
    _secret_url("smtp", "smtps", "file", example="smtp://host:25 or file:///folder"),
]


class Settings(BaseSettings):
    """The settings every service reads.

    A service with more of its own subclasses this and says so: `Service(settings_type=…)`.
    """

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        extra="forbid",  # what code misspells; other variables of the environment are none of ours
        env_ignore_empty=True,  # compose hands over unset variables as empty ones
        hide_input_in_errors=True,
        frozen=True,
        validate_default=False,
    )

    database_url: DatabaseUrl | None = None
    bus_url: BusUrl = SecretStr("memory://")
    workers: bool = True
    """Whether consumers, relay and alarms run; without them a service only answers."""

    oidc_issuer: HttpUrl | None = None
    oidc_audience: str = "yinbao"
    oidc_jwks_url: HttpUrl | None = None
    oidc_roles_claim: str = "roles"
    oidc_customer_claim: str = "customer_id"

    mail_url: MailUrl | None = None

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    max_body_bytes: Annotated[int, Field(gt=0)] = 1024 * 1024
    drain_seconds: Annotated[float, Field(gt=0)] = 20.0
    """How long a stopping service may take to finish what it began."""
    drain_notice_seconds: Annotated[float, Field(ge=0)] = 0.5
    """How much of that it goes on answering, unready, so that balancers look elsewhere first."""

    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)
    ] = "INFO"
    log_format: Literal["json", "console"] = "json"
    otel_exporter_otlp_endpoint: HttpUrl | None = None

    @classmethod
    def read(cls, **given: Any) -> Self:
        """The settings of this process; `given` wins over the environment.

        Raises Misconfigured, naming each variable at fault but never its value.
        """
        try:
            return cls(**given)
        except ValidationError as error:
            faults = (f"{_name(fault['loc'])} {_said(fault)}" for fault in error.errors())
            raise Misconfigured("; ".join(faults)) from None

    def need(self, name: str) -> str:
        """The value of a setting this part cannot do without."""
        value = getattr(self, name)
        if value is None:
            raise Misconfigured(f"{name.upper()} is not set (nor {name.upper()}_FILE)")
        return value.get_secret_value() if isinstance(value, SecretStr) else str(value)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What code says, then the environment, then the files it points to."""
        return init_settings, env_settings, _NamedFiles(settings_cls)


class _NamedFiles(PydanticBaseSettingsSource):
    """Reads NAME from the file that NAME_FILE names."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        variable = f"{field_name.upper()}_FILE"
        path = os.environ.get(variable)
        if not path:
            return None, field_name, False
        if os.environ.get(field_name.upper()):
            raise Misconfigured(f"{field_name.upper()} and {variable} are both set; unset one")
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise Misconfigured(f"{variable} names {path}, which cannot be read: {why}") from None

    def __call__(self) -> dict[str, Any]:
        values = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in values.items() if value is not None}


def _name(location: tuple[int | str, ...]) -> str:
    return str(location[0]).upper() if location else "the settings"


def _said(fault: Any) -> str:
    message: str = fault["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:]
