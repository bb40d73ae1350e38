"""Give chats a card of today's number, digests, and a theme for pictures.

Revision ID: d52e6a90c3b1
Revises: 9d24f6b1e0a7
Create Date: 2026-11-21 14:06:00

Two new tables, which nothing that runs reads yet, and a nullable column without a default: no row is
rewritten, nobody waits for a lock.
"""

import sqlalchemy as sa
from alembic import op

revision = "d52e6a90c3b1"
down_revision = "9d24f6b1e0a7"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("chats", sa.Column("picture_theme", sa.String(8), nullable=True))
    op.create_table(
        "cards",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("reader_id", BIG_ID, nullable=False),
        sa.Column("key", sa.String(length=100), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_cards_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["users.id"], name=op.f("fk_cards_reader_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_cards_bot_id_chat_id", "cards", ["bot_id", "chat_id"], unique=True)
    op.create_index("ix_cards_ledger_id", "cards", ["ledger_id"])
    op.create_index("ix_cards_reader_id", "cards", ["reader_id"])
    op.create_table(
        "digests",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("reader_id", BIG_ID, nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("told_until", sa.Date(), nullable=True),
        sa.CheckConstraint("period IN ('weekly', 'monthly')", name=op.f("ck_digests_period")),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_digests_hour")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_digests_weekday")),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["users.id"], name=op.f("fk_digests_reader_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_digests_bot_id_chat_id_period", "digests", ["bot_id", "chat_id", "period"], unique=True
    )
    op.create_index("ix_digests_reader_id", "digests", ["reader_id"])


def downgrade() -> None:
    op.drop_table("digests")
    op.drop_table("cards")
    op.drop_column("chats", "picture_theme")
