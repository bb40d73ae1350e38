"""What the surroundings decide: read once at the edge from the environment and `.env`, then passed in."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

LOCAL_SECRET_KEY = "local-only-key-that-production-refuses"  # noqa: S105 - public on purpose
MIN_SECRET_LENGTH = 32


class SettingsRefused(ValueError):
    """The settings cannot be meant, or are not safe in production. The message names each, and no value."""


class PoolSettings(BaseModel):
    """How many connections one process keeps, and how long a statement may take.

    None means what fits the process's role (`backend.db.engine`).
    """

    model_config = ConfigDict(frozen=True)

    size: int | None = None
    max_overflow: int | None = None
    statement_timeout_ms: int = 15_000
    pgbouncer: bool = False


def _tidy_url(value: object) -> object:
    return value.strip().rstrip("/") if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _bare_name(value: object) -> object:
    return value.strip().lstrip("@") if isinstance(value, str) else value


HttpUrl = Annotated[str, BeforeValidator(_tidy_url), Field(pattern=r"^https?://[^\s/]+(/\S*)?$")]


class Settings(BaseSettings):
    """Every setting, by its environment name in lower case. Descriptions finish "NAME must be …"."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    environment: Annotated[Literal["local", "production"], BeforeValidator(_lower)] = Field(
        "local", description="local or production"
    )
    database_url: str = Field("sqlite:///data/podo.db", repr=False, description="a database URL")
    migration_database_url: str | None = Field(None, repr=False, description="a database URL")
    db_pool_size: int | None = Field(None, ge=1, le=100, description="a whole number from 1 to 100")
    db_max_overflow: int | None = Field(None, ge=0, le=100, description="a whole number from 0 to 100")
    db_statement_timeout_ms: int = Field(
        15_000, ge=100, le=600_000, description="a number of milliseconds from 100 to 600000"
    )
    db_pgbouncer: bool = Field(default=False, description="true or false")
    secret_key: SecretStr = Field(SecretStr(LOCAL_SECRET_KEY), description="a random text")
    telegram_bot_token: SecretStr | None = Field(None, description="a bot token as @BotFather gives it")
    telegram_api_url: HttpUrl = Field(
        "https://api.telegram.org", description="the http(s) address of a Bot API server"
    )
    telegram_webhook_secret: SecretStr | None = Field(None, description="a random text")
    telegram_mode: Annotated[Literal["polling", "webhook"], BeforeValidator(_lower)] = Field(
        "polling", description="polling or webhook"
    )
    bot_username: Annotated[str, BeforeValidator(_bare_name), Field(pattern=r"^\w{3,64}$")] | None = Field(
        None, description="the bot's user name, letters, digits and _"
    )
    public_url: HttpUrl = Field(
        "http://127.0.0.1:8000", description="the http(s) address where people reach the app"
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Annotated[Literal["console", "json"], BeforeValidator(_lower)] = Field(
        "console", description="console or json"
    )

    @property
    def production(self) -> bool:
        """Whether strangers may reach this process."""
        return self.environment == "production"

    @property
    def told_url(self) -> str | None:
        """Where people reach the app, if it was said: the default is this machine's own."""
        return self.public_url if "public_url" in self.model_fields_set else None

    @property
    def pool(self) -> PoolSettings:
        """The settings of the connection pool, for `Database.open`."""
        return PoolSettings(
            size=self.db_pool_size,
            max_overflow=self.db_max_overflow,
            statement_timeout_ms=self.db_statement_timeout_ms,
            pgbouncer=self.db_pgbouncer,
        )

    @property
    def bot_id(self) -> int | None:
        """The bot's own id, which its token begins with; None without a token."""
        if self.telegram_bot_token is None:
            return None
        return int(self.telegram_bot_token.get_secret_value().partition(":")[0])

    def problems(self, *, bot: bool) -> list[str]:
        """Say what is wrong with secrets, a sentence each; those of the bot's token only for the bot."""
        return [*self._malformed(), *(self._unsafe(bot=bot) if self.production else [])]

    def _malformed(self) -> list[str]:
        found = []
        token, secret = self.telegram_bot_token, self.telegram_webhook_secret
        if token and not re.fullmatch(r"[0-9]{1,19}:[A-Za-z0-9_-]+", token.get_secret_value()):
            found.append("TELEGRAM_BOT_TOKEN must be a bot token as @BotFather gives it (digits:letters).")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            found.append("TELEGRAM_WEBHOOK_SECRET must be 1 to 256 letters, digits, _ and - only.")
        if secret is None and self.telegram_mode == "webhook":
            found.append("TELEGRAM_WEBHOOK_SECRET is missing: TELEGRAM_MODE=webhook needs it.")
        return found

    def _unsafe(self, *, bot: bool) -> list[str]:
        found = []
        key, secret = self.secret_key.get_secret_value(), self.telegram_webhook_secret
        if key == LOCAL_SECRET_KEY:
            found.append("SECRET_KEY is missing: production needs one of its own.")
        elif len(key) < MIN_SECRET_LENGTH:
            found.append(f"SECRET_KEY is too short: it must be at least {MIN_SECRET_LENGTH} characters.")
        if self.telegram_mode == "webhook" and secret and len(secret.get_secret_value()) < MIN_SECRET_LENGTH:
            found.append(
                f"TELEGRAM_WEBHOOK_SECRET is too short: it must be at least {MIN_SECRET_LENGTH} characters."
            )
        if bot and self.telegram_bot_token is None:
            found.append("TELEGRAM_BOT_TOKEN is missing: the bot cannot run without it.")
        return found


def load_settings(*, bot: bool = False, **overrides: Any) -> Settings:
    """Read the settings once; the environment wins over `.env`, `overrides` over both.

    `bot` also asks for what only the bot needs in production. Raises SettingsRefused: one message that
    names every bad, default or missing setting, and shows no value.
    """
    try:
        settings, problems = Settings(**overrides), []
    except ValidationError as error:
        bad = sorted(
            {str(one["loc"][0]) for one in error.errors() if one["loc"]} & set(Settings.model_fields)
        )
        if not bad:
            raise
        problems = [f"{name.upper()} must be {Settings.model_fields[name].description}." for name in bad]
        # The rest is looked at as well, so that one start tells everything.
        defaults = {name: Settings.model_fields[name].default for name in bad}
        settings = Settings(**(overrides | defaults))
    problems += settings.problems(bot=bot)
    if problems:
        raise SettingsRefused(" ".join(problems))
    return settings
