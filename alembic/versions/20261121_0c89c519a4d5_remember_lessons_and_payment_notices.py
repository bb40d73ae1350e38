"""Remember what people taught of words, and what payment notices said.

Revision ID: 0c89c519a4d5
Revises: b308aef03164
Create Date: 2026-11-21 10:36:43

Two new tables, which nothing that runs reads yet: no row is rewritten, nobody waits for a lock.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0c89c519a4d5"
down_revision = "b308aef03164"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "lessons",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("phrase", sa.String(length=200), nullable=False),
        sa.Column("category_id", BIG_ID, nullable=False),
        sa.Column("replaced_category_id", BIG_ID, nullable=True),
        sa.Column("act", sa.String(length=32), nullable=True),
        sa.Column("taught_by", BIG_ID, nullable=True),
        sa.Column("taught_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('expense', 'income')", name=op.f("ck_lessons_kind")),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 200", name=op.f("ck_lessons_words_length")),
        sa.CheckConstraint("length(phrase) <= 200", name=op.f("ck_lessons_phrase_length")),
        sa.ForeignKeyConstraint(
            ["ledger_id", "category_id"],
            ["categories.ledger_id", "categories.id"],
            name=op.f("fk_lessons_ledger_id_category_id_categories"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id", "replaced_category_id"],
            ["categories.ledger_id", "categories.id"],
            name=op.f("fk_lessons_ledger_id_replaced_category_id_categories"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_lessons_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["taught_by"], ["users.id"], name=op.f("fk_lessons_taught_by_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lessons_ledger_id_act", "lessons", ["ledger_id", "act"])
    op.create_index("ix_lessons_ledger_id_category_id", "lessons", ["ledger_id", "category_id"])
    op.create_index(
        "ix_lessons_ledger_id_replaced_category_id", "lessons", ["ledger_id", "replaced_category_id"]
    )
    op.create_index("ix_lessons_ledger_id_taught_at", "lessons", ["ledger_id", "taught_at"])
    op.create_index("ix_lessons_taught_by", "lessons", ["taught_by"])
    op.create_index("uq_lessons_ledger_id_kind_words", "lessons", ["ledger_id", "kind", "words"], unique=True)

    op.create_table(
        "payment_notices",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=True),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("payment_method", sa.String(length=80), nullable=False),
        sa.Column("cancels", sa.Boolean(), nullable=False),
        sa.Column("entry_id", BIG_ID, nullable=True),
        sa.Column("same_as", BIG_ID, nullable=True),
        sa.Column("held", JSON, nullable=True),
        sa.Column("act", sa.String(length=32), nullable=True),
        sa.Column("source_bot_id", sa.BigInteger(), nullable=True),
        sa.Column("source_chat_id", sa.BigInteger(), nullable=True),
        sa.Column("source_message_id", sa.BigInteger(), nullable=True),
        sa.Column("source_line", sa.SmallInteger(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('expense', 'income')", name=op.f("ck_payment_notices_kind")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payment_notices_amount_positive")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_payment_notices_currency_length")),
        sa.CheckConstraint("length(description) <= 200", name=op.f("ck_payment_notices_description_length")),
        sa.CheckConstraint(
            "length(payment_method) <= 80", name=op.f("ck_payment_notices_payment_method_length")
        ),
        sa.CheckConstraint(
            "entry_id IS NOT NULL OR held IS NOT NULL", name=op.f("ck_payment_notices_settled_or_held")
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id"],
            ["ledgers.id"],
            name=op.f("fk_payment_notices_ledger_id_ledgers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_notices")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_payment_notices_created_at", "payment_notices", ["created_at"])
    op.create_index("ix_payment_notices_ledger_id_act", "payment_notices", ["ledger_id", "act"])
    op.create_index(
        "ix_payment_notices_ledger_id_amount_minor_occurred_on",
        "payment_notices",
        ["ledger_id", "amount_minor", "occurred_on"],
    )
    op.create_index("ix_payment_notices_ledger_id_entry_id", "payment_notices", ["ledger_id", "entry_id"])
    op.create_index(
        "uq_payment_notices_source",
        "payment_notices",
        ["ledger_id", "source_bot_id", "source_chat_id", "source_message_id", "source_line"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("payment_notices")
    op.drop_table("lessons")
