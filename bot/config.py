"""The settings, from the environment and from ``.env``; nothing else reads either. All faults are told at once."""

import difflib
import hashlib
import hmac
import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.store.keys import parse_keys

ENV_FILE = Path(".env")
_WEBHOOK_PORT = 8080
_OFFICIAL = "https://api.telegram.org"
_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")


class SettingsError(Exception):
    """Settings are wrong. ``problems``: one line each, without the value of a secret."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """Every setting; described for users in ``.env.example``."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    bot_token: SecretStr | None = None
    bot_api_url: str = _OFFICIAL
    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    data_keys: Annotated[SecretStr | None, Field(validate_default=True)] = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    poll_timeout_seconds: Annotated[int, Field(ge=1, le=50)] = 30
    bulk_messages_per_second: Annotated[float, Field(gt=0, lt=25)] = 20.0
    webhook_url: str | None = None
    bot_mode: Literal["polling", "webhook"] | None = None
    webhook_secret: SecretStr | None = None
    port: Annotated[int | None, Field(ge=1, le=65535)] = None
    bind_address: str = "127.0.0.1"
    https_proxy: SecretStr | None = None

    @field_validator("bot_token")
    @classmethod
    def _is_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token.get_secret_value()):
            raise ValueError("is not a token; @BotFather gives one like 123456789:AbC-dEf")
        return token

    @field_validator("bot_api_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")) or any(letter.isspace() for letter in url):
            raise ValueError("must begin with https:// (or http:// for a Bot API server of your own)")
        return f"{url.rstrip('/').removesuffix('/bot').rstrip('/')}/bot"

    @field_validator("database_url")
    @classmethod
    def _is_known(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            check_database_url(url.get_secret_value())
        return url

    @field_validator("data_keys")
    @classmethod
    def _are_keys(cls, keys: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        url = info.data.get("database_url")
        if keys is not None:
            parse_keys(keys.get_secret_value())
        elif url is not None and url.get_secret_value().startswith(_POSTGRES):
            raise ValueError("must be set with PostgreSQL; `python -m bot new-key` prints a key")
        return keys

    @field_validator("webhook_url")
    @classmethod
    def _is_safe(cls, url: str | None) -> str | None:
        # A Bot API server of one's own may post within the machine; what goes over a network is sealed.
        if url is not None and not re.fullmatch(r"(https://[^\s/?#]+|http://127\.0\.0\.1:\d+)(/[^\s?#]*)?", url):
            raise ValueError("must begin with https:// and name a host and a path, as in https://example.org/telegram")
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _is_a_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        # https://core.telegram.org/bots/api#setwebhook
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
            raise ValueError("must be 16 to 256 letters, digits, - or _; leave it empty to let the bot make one")
        return secret

    @field_validator("https_proxy")
    @classmethod
    def _is_a_proxy(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return url

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        if self.bot_mode == "webhook" and self.webhook_url is None:
            raise ValueError("WEBHOOK_URL: must be set with BOT_MODE=webhook")
        return self

    @property
    def posted_to(self) -> str | None:
        """The address that Telegram posts updates to; None: the bot asks for them."""
        return None if self.bot_mode == "polling" else self.webhook_url

    @property
    def serve_on(self) -> int | None:
        """The port to serve on; None: nothing is served."""
        return self.port or (_WEBHOOK_PORT if self.posted_to else None)

    @property
    def secret(self) -> str:
        """What Telegram must send along with each post; all processes with the same token agree on it."""
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        token = self.bot_token.get_secret_value() if self.bot_token else ""
        return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()

    @property
    def database_path(self) -> Path:
        """The file of the database, where it is one."""
        if self.database_url is None:
            return self.data_dir / "backstride.db"
        return Path(self.database_url.get_secret_value().removeprefix(_SQLITE))

    @property
    def postgres_url(self) -> str | None:
        """The address of the database, where it is PostgreSQL; it may hold a password."""
        url = self.database_url.get_secret_value() if self.database_url else ""
        return url if url.startswith(_POSTGRES) else None

    @property
    def key_file(self) -> Path:
        """The file of the data keys, for a SQLite database without DATA_KEYS."""
        return self.data_dir / "data.key"


def check_database_url(url: str) -> None:
    """Raise ValueError, which does not quote it, unless it is the address of a database that can be used."""
    if url.startswith(_POSTGRES):
        parts = urlsplit(url)
        # A letter of the password that means something in an address would cut it there.
        if "@" in parts.path + parts.query + parts.fragment:
            raise ValueError("has a letter in its password that must be written as %xx, such as %23 for #")
    elif not url.startswith(_SQLITE) or len(url) == len(_SQLITE):
        raise ValueError(
            "must be sqlite:/// and the path of a file, as in sqlite:///data/backstride.db, "
            "or postgresql://user:password@host/database"
        )


def load_settings(env_file: Path = ENV_FILE) -> Settings:
    """Read the settings; the environment wins over the file. Raises SettingsError with everything that is wrong."""
    problems = _misspelt(env_file)
    settings = None
    try:
        settings = Settings(_env_file=env_file)
    except ValidationError as error:
        problems += [_problem(fault["loc"], fault["msg"]) for fault in error.errors()]
    except (OSError, UnicodeError) as error:
        problems.append(f"{env_file}: cannot be read ({type(error).__name__})")
    if problems or settings is None:
        raise SettingsError(tuple(problems))
    return settings


def settings_for(settings: Settings, database_url: str) -> Settings:
    """Return the settings with another database. Raises SettingsError."""
    try:
        check_database_url(database_url)
    except ValueError as error:
        raise SettingsError((f"--to: {error}",)) from None
    return settings.model_copy(update={"database_url": SecretStr(database_url)})


def setting_names() -> tuple[str, ...]:
    """Return every setting, as it is written in the environment."""
    return tuple(name.upper() for name in Settings.model_fields)


def _problem(where: tuple[int | str, ...], message: str) -> str:
    # A rule about several settings names them itself.
    return f"{str(where[0]).upper()}: {_reason(message)}" if where else message.removeprefix("Value error, ")


def _reason(message: str) -> str:
    text = message.removeprefix("Value error, ")
    return text[:1].lower() + text[1:]


def _misspelt(env_file: Path) -> list[str]:
    """Tell of keys that look like a setting and are none: a slip there would silently mean the default."""
    try:
        keys = dotenv_values(env_file, interpolate=False, encoding="utf-8")
    except (OSError, UnicodeError):
        return []  # told when the settings are read
    known = setting_names()
    found = []
    for key in keys:
        close = difflib.get_close_matches(key.upper(), known, n=1, cutoff=0.75)
        if key.upper() not in known and close:
            found.append(f"{key} in {env_file}: there is no such setting; did you mean {close[0]}?")
    return found
