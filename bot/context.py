"""What a handler holds: the unit of work of its update, who acts in which ledger, and ways to answer.

Nothing here talks to Telegram. Every answer is a row in the outbox, written in the transaction that also
writes the entry; the sender makes the calls after the commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update
from telegram.ext import Application, CallbackContext

from backend.accounts.service import find_by_telegram
from backend.kit.errors import Missing
from backend.kit.i18n import Translator, choose_language, language_of
from backend.ledgers.access import Actor
from backend.ledgers.service import find_actor, get_actor, get_default_actor
from backend.messaging import service as messaging
from backend.models import Chat, User
from backend.onboarding.service import welcome
from bot.api import ApiBot
from bot.pictures import LIGHT, PICTURE, THEMES, Picture
from bot.pieces import pieces
from bot.work import WORK, Keyboard, Work, html, markup

HOME = "ko"
"""The language of who tells none by setting, client or words: most households here are Korean."""


class Context(CallbackContext[ApiBot, dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The context that every handler gets."""

    def __init__(
        self, application: Application[Any, Any, Any, Any, Any, Any], *ids: Any, **named: Any
    ) -> None:
        super().__init__(application, *ids, **named)
        self._update: Update | None = None
        self._translator: Translator | None = None
        self._user: User | None = None
        self._chat: Chat | None = None

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Self:
        """Make the context; python-telegram-bot calls this once an update."""
        context = super().from_update(update, application)
        context._update = update if isinstance(update, Update) else None  # noqa: SLF001 - its own class
        return context

    async def refresh_data(self) -> None:
        """Look up chat and person; python-telegram-bot awaits this before the first handler."""
        work, sender = self.work, self.incoming.effective_user
        self._chat, self._user = await messaging.find_chat_and_person(
            work.session, work.bot_id, self.chat_id, sender.id if sender else None
        )

    # What is at hand

    @property
    def work(self) -> Work:
        """The unit of work."""
        return WORK.get()

    @property
    def session(self) -> AsyncSession:
        """The unit of work's session: for services, never to be committed."""
        return self.work.session

    @property
    def now(self) -> datetime:
        """The moment at which this update is handled."""
        return self.work.now

    @property
    def bot_id(self) -> int:
        """Which bot this is."""
        return self.work.bot_id

    @property
    def secret_key(self) -> str:
        """The key under which codes are digested."""
        return self.work.secret_key

    @property
    def public_url(self) -> str | None:
        """Where people reach the pages; None where nobody said."""
        return self.work.public_url

    @property
    def incoming(self) -> Update:
        """The update itself."""
        if self._update is None:
            raise TypeError("this context was made for no update")
        return self._update

    @property
    def chat_id(self) -> int:
        """The chat that answers go to."""
        chat = self.incoming.effective_chat
        return chat.id if chat is not None else self.work.chat_id

    @property
    def is_private(self) -> bool:
        """Whether this is the person's own chat with the bot."""
        chat = self.incoming.effective_chat
        return chat is None or chat.type == chat.PRIVATE

    @property
    def chat(self) -> Chat | None:
        """The chat's settings; None when it has none yet."""
        return self._chat

    @property
    def theme(self) -> str:
        """The colours that the chat's pictures are drawn in."""
        chosen = self._chat.picture_theme if self._chat is not None else None
        return chosen if chosen in THEMES else LIGHT

    async def change_chat(self, **changes: Any) -> None:
        """Set the chat's `language`, `ledger_id`, `picture_theme` or `pending_link_code`."""
        await messaging.change_chat(self.session, self.bot_id, self.chat_id, self.now, **changes)
        self._chat = await messaging.find_chat(self.session, self.bot_id, self.chat_id)
        self._translator = None

    # Who acts

    @property
    def known_user(self) -> User | None:
        """The person's account; None for one who never spoke to the bot."""
        return self._user

    async def user(self) -> User:
        """Give the person's account, made at the first word."""
        if self._user is None:
            sender = self.incoming.effective_user
            if sender is None:
                raise Missing("ledger.not_found")
            self._user = await welcome(
                self.session,
                telegram_user_id=sender.id,
                display_name=sender.full_name,
                username=sender.username,
                language=self.t.language,
                now=self.now,
            )
        return self._user

    async def reload_user(self) -> None:
        """Look the person up anew, after a handler changed the account or which one is theirs."""
        sender = self.incoming.effective_user
        self._user = await find_by_telegram(self.session, sender.id) if sender is not None else None
        self._translator = None

    async def actor(self) -> Actor:
        """Say who acts in which ledger.

        In a private chat: in the ledger chosen for it, else in the person's default one. In a group: in the
        ledger that the group is bound to. Raises Missing `group.unbound`, `group.not_member`.
        """
        if not self.is_private:
            return await self._group_actor()
        user = await self.user()
        if self._chat is not None and self._chat.ledger_id is not None:
            try:
                return await get_actor(self.session, user.id, self._chat.ledger_id)
            except Missing:
                pass  # no longer a member there: the default ledger it is
        return await get_default_actor(self.session, user.id)

    async def _group_actor(self) -> Actor:
        if self._chat is None or self._chat.ledger_id is None:
            raise Missing("group.unbound")
        actor = None
        if self._user is not None:
            actor = await find_actor(self.session, self._user.id, self._chat.ledger_id)
        if actor is None:
            raise Missing("group.not_member")
        return actor

    @property
    def t(self) -> Translator:
        """Speak the language of the chat: in a group the group's, else the person's, else Telegram's."""
        if self._translator is None:
            sender = self.incoming.effective_user
            of_user = self._user.locale if self._user else None
            of_chat = self._chat.language if self._chat else None
            settings = (of_user, of_chat) if self.is_private else (of_chat, of_user)
            told = sender.language_code if sender else None
            hints = (told,) if told else (self._language_of_words(), HOME)
            self._translator = Translator(choose_language((*settings, *hints)))
        return self._translator

    def _language_of_words(self) -> str | None:
        message = self.incoming.effective_message
        words = message.text if message is not None else None
        return language_of(words) if words and not words.startswith("/") else None

    # Ways to answer

    async def say(
        self,
        text: str,
        *,
        keyboard: Keyboard | None = None,
        reply_to: int | None = None,
        entry_ids: Sequence[int] | None = None,
        chat_id: int | None = None,
        dedupe: str | None = None,
    ) -> None:
        """Send a message in HTML. `entry_ids` are the entries it shows: a reply to it finds them."""
        message = self.incoming.effective_message
        is_here = chat_id is None or chat_id == self.chat_id
        await self.work.say(
            text,
            keyboard=keyboard,
            reply_to=reply_to,
            thread=message.message_thread_id if message and message.is_topic_message and is_here else None,
            entry_ids=entry_ids,
            chat_id=self.chat_id if chat_id is None else chat_id,
            dedupe=dedupe,
        )

    async def edit(
        self,
        message_id: int,
        text: str,
        keyboard: Keyboard | None = None,
        entry_ids: Sequence[int] | None = None,
    ) -> None:
        """Rewrite a message of ours."""
        parts = pieces(text)
        await self.work.owe(
            "editMessageText",
            {"message_id": message_id, **html(parts[0]), "reply_markup": markup(keyboard)},
            chat_id=self.chat_id,
            entry_ids=entry_ids,
        )

    async def send_picture(self, picture: Picture, *, keyboard: Keyboard | None = None) -> None:
        """Send a picture: it is drawn when it is sent."""
        message = self.incoming.effective_message
        await self.work.owe(
            "sendPhoto",
            {
                PICTURE: picture.as_json(),
                "message_thread_id": message.message_thread_id
                if message and message.is_topic_message
                else None,
                "reply_markup": markup(keyboard),
            },
            chat_id=self.chat_id,
        )

    async def edit_picture(
        self, message_id: int, picture: Picture, *, keyboard: Keyboard | None = None
    ) -> None:
        """Put another picture in the place of one of ours."""
        payload = {"message_id": message_id, PICTURE: picture.as_json(), "reply_markup": markup(keyboard)}
        await self.work.owe("editMessageMedia", payload, chat_id=self.chat_id)

    async def edit_keyboard(self, message_id: int, keyboard: Keyboard | None = None) -> None:
        """Put other buttons under a message of ours, or none."""
        await self.work.owe(
            "editMessageReplyMarkup",
            {"message_id": message_id, "reply_markup": markup(keyboard)},
            chat_id=self.chat_id,
        )

    async def answer(self, text: str | None = None, *, alert: bool = False) -> None:
        """Answer the pressed button; say it first. The worker answers what no handler did."""
        query = self.incoming.callback_query
        if query is not None:
            await self.work.answer(query.id, text, alert=alert)

    async def react(self, emoji: str | None, message_id: int | None = None) -> None:
        """Put a reaction on the person's message, or on another; None takes it away."""
        message = self.incoming.effective_message
        target = message_id if message_id is not None else message.message_id if message else None
        if target is not None:
            reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
            await self.work.owe(
                "setMessageReaction", {"message_id": target, "reaction": reaction}, chat_id=self.chat_id
            )

    async def pin(self, message_id: int) -> None:
        """Pin a message of ours, without a sound."""
        payload = {"message_id": message_id, "disable_notification": True}
        await self.work.owe("pinChatMessage", payload, chat_id=self.chat_id)

    async def unpin(self, message_id: int) -> None:
        """Unpin a message of ours."""
        await self.work.owe("unpinChatMessage", {"message_id": message_id}, chat_id=self.chat_id)

    async def delete(self, message_id: int) -> None:
        """Delete a message of ours."""
        await self.work.owe("deleteMessage", {"message_id": message_id}, chat_id=self.chat_id)
