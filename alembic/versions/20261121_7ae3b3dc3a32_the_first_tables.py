"""Make the first tables.

Revision ID: 7ae3b3dc3a32
Revises:
Create Date: 2026-11-21 10:06:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "7ae3b3dc3a32"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql"
)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("tried_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attempts_kind_subject_tried_at", "attempts", ["kind", "subject", "tried_at"])
    op.create_index("ix_attempts_kind_tried_at", "attempts", ["kind", "tried_at"])
    op.create_index("ix_attempts_tried_at", "attempts", ["tried_at"])

    op.create_table(
        "bot_state",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("username", sa.String(length=64), nullable=True),
        sa.Column("last_poll_at", MOMENT, nullable=True),
        sa.Column("commands_digest", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("bot_id", name=op.f("pk_bot_state")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])
    op.create_index("uq_idempotency_keys_scope_key", "idempotency_keys", ["scope", "key"], unique=True)

    op.create_table(
        "inbox",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", JSON, nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.CheckConstraint("state IN ('new', 'done', 'dead')", name=op.f("ck_inbox_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])
    op.create_index("ix_inbox_state_bot_id_chat_id_id", "inbox", ["state", "bot_id", "chat_id", "id"])
    op.create_index("uq_inbox_bot_id_update_id", "inbox", ["bot_id", "update_id"], unique=True)

    op.create_table(
        "ledgers",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("month_start_day", sa.SmallInteger(), nullable=False),
        sa.Column("month_start_shift", sa.String(length=24), nullable=False),
        sa.Column("week_start", sa.String(length=8), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "month_start_shift IN ('none', 'previous_business_day', 'next_business_day')",
            name=op.f("ck_ledgers_month_start_shift"),
        ),
        sa.CheckConstraint("week_start IN ('monday', 'sunday')", name=op.f("ck_ledgers_week_start")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_ledgers_currency_length")),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_ledgers_name_length")),
        sa.CheckConstraint("month_start_day BETWEEN 1 AND 31", name=op.f("ck_ledgers_month_start_day")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledgers")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outbox",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("payload", JSON, nullable=True),
        sa.Column("dedupe_key", sa.String(length=120), nullable=True),
        sa.Column("entry_ids", JSON, nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("sent_message_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('new', 'sending', 'sent', 'dead')", name=op.f("ck_outbox_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_bot_id_chat_id_sent_message_id", "outbox", ["bot_id", "chat_id", "sent_message_id"]
    )
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"])
    op.create_index("ix_outbox_state_bot_id_chat_id_id", "outbox", ["state", "bot_id", "chat_id", "id"])
    op.create_index("uq_outbox_dedupe_key", "outbox", ["dedupe_key"], unique=True)

    op.create_table(
        "users",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("display_name", sa.String(length=80), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("telegram_user_id", sa.BigInteger(), nullable=True),
        sa.Column("telegram_username", sa.String(length=64), nullable=True),
        sa.Column("telegram_linked_at", MOMENT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_lower")),
        sa.CheckConstraint("length(display_name) <= 80", name=op.f("ck_users_display_name_length")),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_users_email_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_users_email", "users", ["email"], unique=True)
    op.create_index("uq_users_telegram_user_id", "users", ["telegram_user_id"], unique=True)

    op.create_table(
        "access_tokens",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("user_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind IN ('session', 'bearer', 'personal')", name=op.f("ck_access_tokens_kind")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_access_tokens_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_tokens")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_access_tokens_expires_at", "access_tokens", ["expires_at"])
    op.create_index("ix_access_tokens_user_id", "access_tokens", ["user_id"])
    op.create_index("uq_access_tokens_digest", "access_tokens", ["digest"], unique=True)

    op.create_table(
        "categories",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("key", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=True),
        sa.Column("emoji", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("parent_id", BIG_ID, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('expense', 'income')", name=op.f("ck_categories_kind")),
        sa.CheckConstraint("key IS NOT NULL OR name IS NOT NULL", name=op.f("ck_categories_named")),
        sa.CheckConstraint("length(name) <= 40", name=op.f("ck_categories_name_length")),
        sa.ForeignKeyConstraint(
            ["ledger_id", "parent_id"],
            ["categories.ledger_id", "categories.id"],
            name=op.f("fk_categories_ledger_id_parent_id_categories"),
            use_alter=True,  # inline on SQLite; Postgres wants the unique index first
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_categories_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_categories_ledger_id_parent_id", "categories", ["ledger_id", "parent_id"])
    op.create_index("uq_categories_ledger_id_id", "categories", ["ledger_id", "id"], unique=True)
    op.create_index("uq_categories_ledger_id_key", "categories", ["ledger_id", "key"], unique=True)
    if op.get_context().dialect.name == "postgresql":
        op.create_foreign_key(
            op.f("fk_categories_ledger_id_parent_id_categories"),
            "categories",
            "categories",
            ["ledger_id", "parent_id"],
            ["ledger_id", "id"],
        )

    op.create_table(
        "chat_messages",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_chat_messages_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_messages")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chat_messages_ledger_id", "chat_messages", ["ledger_id"])
    op.create_index(
        "uq_chat_messages_bot_id_chat_id_message_id",
        "chat_messages",
        ["bot_id", "chat_id", "message_id"],
        unique=True,
    )

    op.create_table(
        "chats",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("ledger_id", BIG_ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('private', 'group')", name=op.f("ck_chats_kind")),
        sa.CheckConstraint("state IN ('active', 'gone')", name=op.f("ck_chats_state")),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_chats_ledger_id_ledgers"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chats_ledger_id", "chats", ["ledger_id"])
    op.create_index("uq_chats_bot_id_chat_id", "chats", ["bot_id", "chat_id"], unique=True)

    op.create_table(
        "entry_history",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("entry_id", BIG_ID, nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("author_id", BIG_ID, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "action IN ('created', 'edited', 'deleted', 'restored')", name=op.f("ck_entry_history_action")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_entry_history_author_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_entry_history_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_history")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_history_author_id", "entry_history", ["author_id"])
    op.create_index("ix_entry_history_changed_at", "entry_history", ["changed_at"])
    op.create_index("ix_entry_history_ledger_id_act", "entry_history", ["ledger_id", "act"])
    op.create_index(
        "ix_entry_history_ledger_id_author_id_id", "entry_history", ["ledger_id", "author_id", "id"]
    )
    op.create_index(
        "ix_entry_history_ledger_id_entry_id_id", "entry_history", ["ledger_id", "entry_id", "id"]
    )

    op.create_table(
        "members",
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("user_id", BIG_ID, nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("role IN ('owner', 'member', 'viewer')", name=op.f("ck_members_role")),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_members_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_members_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ledger_id", "user_id", name=op.f("pk_members")),
    )
    op.create_index("ix_members_user_id", "members", ["user_id"])

    op.create_table(
        "entries",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("ledger_amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.String(length=32), nullable=True),
        sa.Column("category_id", BIG_ID, nullable=True),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("memo", sa.String(length=1000), nullable=False),
        sa.Column("payment_method", sa.String(length=80), nullable=False),
        sa.Column("installments", sa.SmallInteger(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=True),
        sa.Column("excluded", sa.Boolean(), nullable=False),
        sa.Column("author_id", BIG_ID, nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("source_bot_id", sa.BigInteger(), nullable=True),
        sa.Column("source_chat_id", sa.BigInteger(), nullable=True),
        sa.Column("source_message_id", sa.BigInteger(), nullable=True),
        sa.Column("source_line", sa.SmallInteger(), nullable=True),
        sa.Column("text", sa.String(length=4096), nullable=True),
        sa.Column("search_text", sa.String(length=1300), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('expense', 'income')", name=op.f("ck_entries_kind")),
        sa.CheckConstraint(
            "source IN ('telegram', 'web', 'api', 'import', 'recurring')", name=op.f("ck_entries_source")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_entries_amount_positive")),
        sa.CheckConstraint("ledger_amount_minor >= 0", name=op.f("ck_entries_ledger_amount_not_negative")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_entries_currency_length")),
        sa.CheckConstraint("length(description) <= 200", name=op.f("ck_entries_description_length")),
        sa.CheckConstraint("length(memo) <= 1000", name=op.f("ck_entries_memo_length")),
        sa.CheckConstraint("length(payment_method) <= 80", name=op.f("ck_entries_payment_method_length")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_entries_author_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id", "category_id"],
            ["categories.ledger_id", "categories.id"],
            name=op.f("fk_entries_ledger_id_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_entries_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        postgresql_with={
            "autovacuum_vacuum_insert_scale_factor": 0.01,
            "autovacuum_vacuum_scale_factor": 0.02,
        },
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entries_author_id", "entries", ["author_id"])
    op.create_index("ix_entries_ledger_id_category_id", "entries", ["ledger_id", "category_id"])
    op.create_index("ix_entries_ledger_id_occurred_on_id", "entries", ["ledger_id", "occurred_on", "id"])
    op.create_index(
        "ix_entries_sums",
        "entries",
        ["ledger_id", "kind", "occurred_on", "category_id", "excluded", "ledger_amount_minor"],
    )
    op.create_index(
        "uq_entries_source",
        "entries",
        ["ledger_id", "source_bot_id", "source_chat_id", "source_message_id", "source_line"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("entries")
    op.drop_table("members")
    op.drop_table("entry_history")
    op.drop_table("chats")
    op.drop_table("chat_messages")
    op.drop_table("categories")
    op.drop_table("access_tokens")
    op.drop_table("users")
    op.drop_table("outbox")
    op.drop_table("ledgers")
    op.drop_table("inbox")
    op.drop_table("idempotency_keys")
    op.drop_table("bot_state")
    op.drop_table("attempts")
