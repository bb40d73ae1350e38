"""What people send and are shown of their accounts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from backend.accounts.rules import (
    EMAIL_PATTERN,
    MAX_DISPLAY_NAME,
    MAX_EMAIL,
    MAX_PASSWORD,
    MAX_TOKEN_NAME,
    MIN_PASSWORD,
    normalise_email,
)
from backend.accounts.tokens import IssuedToken
from backend.kit.errors import Invalid
from backend.linking.service import IssuedCode
from backend.models import AccessToken, User
from backend.web.api.fields import (
    ANY_TEXT_PATTERN,
    Body,
    Currency,
    Id,
    Line,
    Moment,
    MomentGiven,
    Shown,
    ShownId,
    Timezone,
    absent,
    storable,
)

Locale = Literal["ko", "en"]
DisplayName = Annotated[str, Line(MAX_DISPLAY_NAME, "민지")]
TokenName = Annotated[str, Line(MAX_TOKEN_NAME, "Kitchen tablet")]


def _email(typed: str) -> str:
    try:
        return normalise_email(typed)
    except Invalid as error:
        raise PydanticCustomError("email.malformed", "e-mail") from error


Email = Annotated[
    str,
    Field(max_length=MAX_EMAIL),
    AfterValidator(_email),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": EMAIL_PATTERN,
            "maxLength": MAX_EMAIL,
            "examples": ["minji@example.com"],
        }
    ),
]
Password = Annotated[
    str,
    Field(
        min_length=MIN_PASSWORD,
        max_length=MAX_PASSWORD,
        examples=["correct horse battery"],
        json_schema_extra={"format": "password", "pattern": ANY_TEXT_PATTERN},
    ),
    AfterValidator(storable),
]


class Registration(Body):
    """Somebody new. What is not said is guessed from the rest, Seoul and won where nothing is."""

    email: Email
    password: Password
    display_name: DisplayName | None = None
    locale: Locale | None = None
    timezone: Timezone | None = None
    currency: Currency | None = None


class PersonChanges(Body):
    """What shall be different about the person."""

    display_name: DisplayName = Field(default_factory=absent)
    locale: Locale | None = None
    timezone: Timezone = Field(default_factory=absent)
    default_ledger_id: Id = Field(default_factory=absent)


class TelegramShown(Shown):
    """Whether a Telegram account is linked, and which."""

    linked: bool
    username: str | None = None
    linked_at: Moment | None = None


class PersonShown(Shown):
    """A person."""

    id: ShownId
    email: str | None
    display_name: str
    locale: Locale | None
    timezone: str
    default_ledger_id: ShownId
    telegram: TelegramShown


class TokenIssued(Shown):
    """A bearer token, as OAuth2 names its parts."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - OAuth2's word
    expires_in: int = Field(description="Seconds.")


class NewToken(Body):
    """A personal access token to be made; without `expires_at` it is good until deleted."""

    name: TokenName
    expires_at: MomentGiven | None = None


class TokenShown(Shown):
    """A personal access token, without its secret."""

    id: ShownId
    name: str
    created_at: Moment
    expires_at: Moment | None
    last_used_at: Moment | None


class TokenCreated(TokenShown):
    """A personal access token with its secret, shown this once."""

    token: str


class TokenList(Shown):
    """Some of a person's tokens."""

    items: list[TokenShown]
    next_cursor: str | None


class SessionShown(Shown):
    """A browser that is signed in; `current` is the one that asks."""

    id: ShownId
    created_at: Moment
    expires_at: Moment | None
    last_used_at: Moment | None
    current: bool


class SessionList(Shown):
    """Some of a person's browsers that are signed in."""

    items: list[SessionShown]
    next_cursor: str | None


class LinkCode(Shown):
    """A code to send to the bot: good once, for 15 minutes."""

    code: str
    expires_at: Moment
    deep_link: str | None


def show_person(user: User, default_ledger_id: int) -> PersonShown:
    """Show a person."""
    return PersonShown(
        id=str(user.id),
        email=user.email,
        display_name=user.display_name,
        locale=user.locale,
        timezone=user.timezone,
        default_ledger_id=str(default_ledger_id),
        telegram=TelegramShown(
            linked=user.telegram_user_id is not None,
            username=user.telegram_username,
            linked_at=user.telegram_linked_at,
        ),
    )


def show_token(token: AccessToken) -> TokenShown:
    """Show a token without its secret."""
    return TokenShown(
        id=str(token.id),
        name=token.name or "",
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
    )


def show_session(token: AccessToken, current_id: int) -> SessionShown:
    """Show a browser that is signed in."""
    return SessionShown(
        id=str(token.id),
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        current=token.id == current_id,
    )


def show_new_token(token: IssuedToken) -> TokenCreated:
    """Show a token once with its secret."""
    return TokenCreated(
        id=str(token.id),
        name=token.name or "",
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=None,
        token=token.secret,
    )


def show_code(issued: IssuedCode, deep_link: str | None) -> LinkCode:
    """Show a link code, with the address that opens the bot with it."""
    return LinkCode(code=issued.code, expires_at=issued.expires_at, deep_link=deep_link)
