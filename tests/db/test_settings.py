"""Settings: where they come from, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend.settings import LOCAL_SECRET_KEY, Settings, SettingsRefused, load_settings

GOOD_SECRET = "0123456789abcdef0123456789abcdef"
PRODUCTION = {"ENVIRONMENT": "production", "SECRET_KEY": GOOD_SECRET}


def load(monkeypatch, *, bot=False, **environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load_settings(bot=bot)


def refusal(monkeypatch, *, bot=False, **environment):
    with pytest.raises(SettingsRefused) as refused:
        load(monkeypatch, bot=bot, **environment)
    return str(refused.value)


def test_nothing_need_be_set_locally():
    settings = load_settings(bot=True)
    assert settings.database_url == "sqlite:///data/podo.db"
    assert settings.secret_key.get_secret_value() == LOCAL_SECRET_KEY
    assert settings.bot_id is None


def test_the_environment_wins_over_the_file(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("LOG_LEVEL=error\nPUBLIC_URL=https://podo.example/\nSOMEBODY_ELSES=1\n")
    settings = load_settings(_env_file=tmp_path / ".env")
    assert (settings.log_level, settings.public_url) == ("ERROR", "https://podo.example")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    assert load_settings(_env_file=tmp_path / ".env").log_level == "DEBUG"


def test_an_empty_value_is_none(monkeypatch):
    assert load(monkeypatch, TELEGRAM_BOT_TOKEN="", DB_POOL_SIZE="").telegram_bot_token is None


def test_the_bots_id_is_in_its_token(monkeypatch):
    assert load(monkeypatch, TELEGRAM_BOT_TOKEN="12345:abc-DEF_1").bot_id == 12345


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "staging"),
        ("DB_POOL_SIZE", "0"),
        ("DB_MAX_OVERFLOW", "-1"),
        ("DB_STATEMENT_TIMEOUT_MS", "soon"),
        ("DB_PGBOUNCER", "perhaps"),
        ("TELEGRAM_MODE", "pull"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("PUBLIC_URL", "ftp://podo"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("BOT_USERNAME", "a b"),
        ("TELEGRAM_BOT_TOKEN", "s3cret"),
        ("TELEGRAM_WEBHOOK_SECRET", "비밀s3cret"),
    ],
)
def test_a_bad_value_is_named_and_not_shown(monkeypatch, name, value):
    said = refusal(monkeypatch, **{name: value})
    assert re.match(rf"{name} must be .+\.$", said)
    assert "s3cret" not in said


def test_webhook_mode_needs_its_secret(monkeypatch):
    assert "TELEGRAM_WEBHOOK_SECRET is missing" in refusal(monkeypatch, TELEGRAM_MODE="webhook")


def test_a_short_webhook_secret_is_good_locally(monkeypatch):
    assert load(monkeypatch, TELEGRAM_MODE="webhook", TELEGRAM_WEBHOOK_SECRET="short")


class TestProduction:
    def test_it_starts_with_secrets_of_its_own(self, monkeypatch):
        settings = load(monkeypatch, **PRODUCTION, TELEGRAM_BOT_TOKEN="1:a", bot=True)
        assert settings.production

    def test_the_web_needs_no_bot_token(self, monkeypatch):
        assert load(monkeypatch, **PRODUCTION)

    def test_everything_wrong_is_told_at_once(self, monkeypatch):
        said = refusal(
            monkeypatch, bot=True, ENVIRONMENT="production", TELEGRAM_MODE="webhook", LOG_LEVEL="loud"
        )
        for name in ("SECRET_KEY", "TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "LOG_LEVEL"):
            assert name in said

    @pytest.mark.parametrize("key", [LOCAL_SECRET_KEY, "s3cret"])
    def test_a_known_or_short_key_is_refused(self, monkeypatch, key):
        said = refusal(monkeypatch, ENVIRONMENT="production", SECRET_KEY=key)
        assert said.startswith("SECRET_KEY is")
        assert key not in said

    def test_a_short_webhook_secret_is_refused(self, monkeypatch):
        said = refusal(monkeypatch, **PRODUCTION, TELEGRAM_MODE="webhook", TELEGRAM_WEBHOOK_SECRET="s3cret")
        assert "TELEGRAM_WEBHOOK_SECRET is too short" in said
        assert "s3cret" not in said


def test_no_secret_is_in_the_settings_own_words(monkeypatch):
    settings = load(
        monkeypatch,
        DATABASE_URL="postgresql://u:s3cret@h/d",
        MIGRATION_DATABASE_URL="postgresql://u:s3cret@h/d",
        SECRET_KEY="s3cret",
        TELEGRAM_BOT_TOKEN="1:s3cret",
        TELEGRAM_WEBHOOK_SECRET="s3cret",
    )
    assert "s3cret" not in repr(settings)


def test_the_example_explains_every_setting():
    text = (Path(__file__).parents[2] / ".env.example").read_text()
    assert set(re.findall(r"^#([A-Z_]+)=", text, re.MULTILINE)) == {n.upper() for n in Settings.model_fields}
