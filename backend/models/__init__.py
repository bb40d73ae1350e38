"""Every table, one file a noun: one schema for the app, Alembic and the tests."""

from backend.models.attempts import Attempt
from backend.models.bot_state import BotState
from backend.models.budgets import Budget, BudgetAlert, BudgetChange
from backend.models.categories import Category
from backend.models.chats import Card, Chat, ChatMessage, Digest
from backend.models.entries import Entry, EntryChange
from backend.models.idempotency import IdempotencyKey
from backend.models.inbox import InboxUpdate
from backend.models.invitations import Invitation
from backend.models.ledgers import Ledger, Member
from backend.models.lessons import Lesson
from backend.models.manual_rates import ManualRate
from backend.models.outbox import OutboxMessage
from backend.models.payment_notices import PaymentNotice
from backend.models.quiet_days import QuietDay
from backend.models.sign_in_links import SignInLink
from backend.models.tokens import AccessToken
from backend.models.untold_acts import UntoldAct
from backend.models.users import User

__all__ = [
    "AccessToken",
    "Attempt",
    "BotState",
    "Budget",
    "BudgetAlert",
    "BudgetChange",
    "Card",
    "Category",
    "Chat",
    "ChatMessage",
    "Digest",
    "Entry",
    "EntryChange",
    "IdempotencyKey",
    "InboxUpdate",
    "Invitation",
    "Ledger",
    "Lesson",
    "ManualRate",
    "Member",
    "OutboxMessage",
    "PaymentNotice",
    "QuietDay",
    "SignInLink",
    "UntoldAct",
    "User",
]
