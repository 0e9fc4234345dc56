"""The settings, from the environment and from ``.env``; nothing else reads either. All faults are told at once."""

import difflib
import re
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ENV_FILE = Path(".env")
_OFFICIAL = "https://api.telegram.org"
_SQLITE = "sqlite:///"


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
    database_url: str | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    poll_timeout_seconds: Annotated[int, Field(ge=1, le=50)] = 30
    bulk_messages_per_second: Annotated[float, Field(gt=0, lt=25)] = 20.0

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
    def _is_known(cls, url: str | None) -> str | None:
        if url is not None and (not url.startswith(_SQLITE) or len(url) == len(_SQLITE)):
            raise ValueError("must be sqlite:/// and the path of a file, as in sqlite:///data/backstride.db")
        return url

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @property
    def database_path(self) -> Path:
        """The file of the database."""
        if self.database_url is None:
            return self.data_dir / "backstride.db"
        return Path(self.database_url.removeprefix(_SQLITE))


def load_settings(env_file: Path = ENV_FILE) -> Settings:
    """Read the settings; the environment wins over the file. Raises SettingsError with everything that is wrong."""
    problems = _misspelt(env_file)
    settings = None
    try:
        settings = Settings(_env_file=env_file)
    except ValidationError as error:
        problems += [f"{str(fault['loc'][0]).upper()}: {_reason(fault['msg'])}" for fault in error.errors()]
    except (OSError, UnicodeError) as error:
        problems.append(f"{env_file}: cannot be read ({type(error).__name__})")
    if problems or settings is None:
        raise SettingsError(tuple(problems))
    return settings


def setting_names() -> tuple[str, ...]:
    """Return every setting, as it is written in the environment."""
    return tuple(name.upper() for name in Settings.model_fields)


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
